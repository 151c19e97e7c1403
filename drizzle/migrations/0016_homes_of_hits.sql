CREATE TABLE "hits_homes" (
	"type" text NOT NULL,
	"object_id" integer NOT NULL,
	"newsroom_id" integer NOT NULL,
	CONSTRAINT "hits_homes_type_object_id_pk" PRIMARY KEY("type","object_id") INCLUDE ("newsroom_id")
);
--> statement-breakpoint
INSERT INTO "hits_homes" ("type", "object_id", "newsroom_id")
SELECT 'release', "id", "newsroom_id" FROM "store"."releases"
UNION ALL SELECT 'file', "id", "newsroom_id" FROM "store"."files"
UNION ALL SELECT 'newsroom', "id", "id" FROM "store"."newsrooms";
--> statement-breakpoint
DROP INDEX "hits_daily_day";--> statement-breakpoint
ALTER TABLE "hits_sums" DROP CONSTRAINT "hits_sums_type_unit_start_object_id_pk";--> statement-breakpoint
ALTER TABLE "hits_daily" ADD COLUMN "home_id" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "hits_sums" ADD COLUMN "home_id" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Of what is rolled up already: at tens of millions of rows minutes, with the key in place many more.
ALTER TABLE "hits_daily" DROP CONSTRAINT "hits_daily_type_object_id_day_pk";--> statement-breakpoint
UPDATE "hits_daily" d SET "home_id" = h."newsroom_id" FROM "hits_homes" h
WHERE h."type" = d."type" AND h."object_id" = d."object_id";
--> statement-breakpoint
UPDATE "hits_sums" s SET "home_id" = h."newsroom_id" FROM "hits_homes" h
WHERE h."type" = s."type" AND h."object_id" = s."object_id";
--> statement-breakpoint
ALTER TABLE "hits_sums" ADD CONSTRAINT "hits_sums_type_unit_start_home_id_object_id_pk" PRIMARY KEY("type","unit","start","home_id","object_id") INCLUDE ("views","visitors");--> statement-breakpoint
ALTER TABLE "hits_daily" ADD CONSTRAINT "hits_daily_type_object_id_day_pk" PRIMARY KEY("type","object_id","day") INCLUDE ("views","visitors");--> statement-breakpoint
CREATE INDEX "hits_daily_home" ON "hits_daily" USING btree ("day","home_id","type","object_id") INCLUDE ("views","visitors");
