-- The retention job's question: which rows are the oldest?
create index audit_entry_prune on audit_entry (happened_at);
create index inbox_message_prune on inbox_message (received_at);
create index rule_status_prune on rule_status (removed_at);
create index rule_content_prune on rule_content (appeared_at);
