ALTER TABLE "bulk_runs" ADD COLUMN "stopped_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "stopped_by" integer;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "turn" integer DEFAULT 0 NOT NULL;