DROP INDEX "hits_attributed_newsroom";--> statement-breakpoint
ALTER TABLE "hits_attributed" ADD COLUMN "home_id" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "hits_attributed" a SET "home_id" = h."newsroom_id" FROM "hits_homes" h
WHERE h."type" = a."type" AND h."object_id" = a."object_id";
--> statement-breakpoint
CREATE INDEX "hits_attributed_newsroom" ON "hits_attributed" USING btree ("newsroom_id","type","object_id","home_id");