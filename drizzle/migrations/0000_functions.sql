-- By hand: what the generated migrations stand on.
CREATE SCHEMA "store";
--> statement-breakpoint
-- A generated column may only call immutable functions. array_to_string is not marked so, because for other types
-- than text its result can depend on settings.
CREATE FUNCTION store.joined(words text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_string(words, ' ');
