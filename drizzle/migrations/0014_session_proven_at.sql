ALTER TABLE "sessions" ADD COLUMN "proven_at" timestamp with time zone;--> statement-breakpoint
-- A peer's word is no proof; every other way in was one when the session began.
UPDATE "sessions" SET "proven_at" = "created_at" WHERE "method" not like 'peer:%';
