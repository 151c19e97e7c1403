-- INCLUDE by hand, drizzle-kit cannot say it: reports read the indexes alone.
CREATE TABLE "hits_attributed" (
	"type" text NOT NULL,
	"object_id" integer NOT NULL,
	"newsroom_id" integer NOT NULL,
	CONSTRAINT "hits_attributed_type_object_id_newsroom_id_pk" PRIMARY KEY("type","object_id","newsroom_id")
);
--> statement-breakpoint
CREATE TABLE "hits_monthly" (
	"type" text NOT NULL,
	"object_id" integer NOT NULL,
	"month" date NOT NULL,
	"views" integer NOT NULL,
	"visitors" integer NOT NULL,
	CONSTRAINT "hits_monthly_type_object_id_month_pk" PRIMARY KEY("type","object_id","month") INCLUDE ("views","visitors")
);
--> statement-breakpoint
CREATE TABLE "hits_newsroom_breakdown" (
	"newsroom_id" integer NOT NULL,
	"dimension" text NOT NULL,
	"day" date NOT NULL,
	"value" text NOT NULL,
	"views" integer NOT NULL,
	CONSTRAINT "hits_newsroom_breakdown_newsroom_id_dimension_day_value_pk" PRIMARY KEY("newsroom_id","dimension","day","value") INCLUDE ("views")
);
--> statement-breakpoint
CREATE TABLE "hits_newsroom_daily" (
	"newsroom_id" integer NOT NULL,
	"day" date NOT NULL,
	"type" text NOT NULL,
	"views" integer NOT NULL,
	"visitors" integer NOT NULL,
	CONSTRAINT "hits_newsroom_daily_newsroom_id_day_type_pk" PRIMARY KEY("newsroom_id","day","type") INCLUDE ("views","visitors")
);
--> statement-breakpoint
CREATE TABLE "hits_newsroom_monthly" (
	"newsroom_id" integer NOT NULL,
	"dimension" text NOT NULL,
	"month" date NOT NULL,
	"value" text NOT NULL,
	"views" integer NOT NULL,
	CONSTRAINT "hits_newsroom_monthly_newsroom_id_dimension_month_value_pk" PRIMARY KEY("newsroom_id","dimension","month","value") INCLUDE ("views")
);
--> statement-breakpoint
ALTER TABLE "hits_breakdown" DROP CONSTRAINT "hits_breakdown_type_object_id_dimension_day_value_pk";--> statement-breakpoint
ALTER TABLE "hits_breakdown" ADD CONSTRAINT "hits_breakdown_type_object_id_dimension_value_day_pk" PRIMARY KEY("type","object_id","dimension","value","day") INCLUDE ("views");--> statement-breakpoint
CREATE INDEX "hits_attributed_newsroom" ON "hits_attributed" USING btree ("newsroom_id","type","object_id");--> statement-breakpoint
CREATE INDEX "hits_newsroom_breakdown_day" ON "hits_newsroom_breakdown" USING btree ("day");--> statement-breakpoint
CREATE INDEX "hits_newsroom_daily_day" ON "hits_newsroom_daily" USING btree ("day");--> statement-breakpoint
-- Of the days that are rolled up already. The sums of newsrooms need none: what they lack, a report adds.
INSERT INTO "hits_monthly" ("type", "object_id", "month", "views", "visitors")
SELECT "type", "object_id", date_trunc('month', "day")::date, sum("views"), sum("visitors") FROM "hits_daily" GROUP BY 1, 2, 3;
