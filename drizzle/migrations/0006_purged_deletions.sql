ALTER TABLE "store"."deletions" ADD COLUMN "purged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "store"."deletions" ADD COLUMN "purged_by" integer;