CREATE TABLE "sso_sign_outs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sso_sign_outs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"peer_id" integer NOT NULL,
	"issuer" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"try_after" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"failed_at" timestamp with time zone,
	"error" text,
	CONSTRAINT "sso_sign_outs_once" UNIQUE("peer_id","issuer","user_id")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "host" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_sign_outs" ADD CONSTRAINT "sso_sign_outs_peer_id_peers_id_fk" FOREIGN KEY ("peer_id") REFERENCES "store"."peers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sso_sign_outs_waiting" ON "sso_sign_outs" USING btree ("try_after") WHERE failed_at is null;