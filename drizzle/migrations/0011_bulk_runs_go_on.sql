ALTER TABLE "bulk_runs" ADD COLUMN "ids" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "undoes" integer;