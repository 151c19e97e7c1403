CREATE TABLE "hits_newsroom_sums" (
	"newsroom_id" integer NOT NULL,
	"dimension" text NOT NULL,
	"unit" text NOT NULL,
	"start" date NOT NULL,
	"value" text NOT NULL,
	"views" integer NOT NULL,
	CONSTRAINT "hits_newsroom_sums_newsroom_id_dimension_unit_start_value_pk" PRIMARY KEY("newsroom_id","dimension","unit","start","value") INCLUDE ("views")
);
--> statement-breakpoint
CREATE TABLE "hits_sums" (
	"type" text NOT NULL,
	"object_id" integer NOT NULL,
	"unit" text NOT NULL,
	"start" date NOT NULL,
	"views" integer NOT NULL,
	"visitors" integer NOT NULL,
	CONSTRAINT "hits_sums_type_unit_start_object_id_pk" PRIMARY KEY("type","unit","start","object_id") INCLUDE ("views","visitors")
);
--> statement-breakpoint
-- Of the days that are rolled up already.
INSERT INTO "hits_sums" ("type", "object_id", "unit", "start", "views", "visitors")
SELECT "type", "object_id", u, date_trunc(u, "day"::timestamp)::date, sum("views"), sum("visitors")
FROM "hits_daily", unnest(array['week', 'month', 'year']) AS u GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
-- Sums have the hours of the week, and of the hits of files, too.
INSERT INTO "hits_newsroom_breakdown" ("newsroom_id", "dimension", "day", "value", "views")
SELECT "newsroom_id", 'week_hour', "day", ((extract(isodow from "day")::int - 1) * 24 + "value"::int)::text, "views"
FROM "hits_newsroom_breakdown" WHERE "dimension" = 'hour';
--> statement-breakpoint
INSERT INTO "hits_newsroom_breakdown" ("newsroom_id", "dimension", "day", "value", "views")
SELECT a."newsroom_id", 'download_hour', b."day", b."value", sum(b."views")
FROM "hits_breakdown" b JOIN "hits_attributed" a ON a."type" = b."type" AND a."object_id" = b."object_id"
WHERE b."type" = 'file' AND b."dimension" = 'hour' GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
INSERT INTO "hits_newsroom_sums" ("newsroom_id", "dimension", "unit", "start", "value", "views")
SELECT "newsroom_id", "dimension", u, date_trunc(u, "day"::timestamp)::date, "value", sum("views")
FROM "hits_newsroom_breakdown", unnest(array['week', 'month', 'year']) AS u GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
DROP TABLE "hits_monthly" CASCADE;--> statement-breakpoint
DROP TABLE "hits_newsroom_monthly" CASCADE;
