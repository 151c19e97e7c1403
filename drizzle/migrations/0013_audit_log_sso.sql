CREATE INDEX "audit_log_sso" ON "audit_log" USING btree ("id") WHERE action like 'sso.%';
