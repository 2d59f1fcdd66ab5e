-- The scheduler's question: what is due? PostgreSQL answers it without an index; see there.
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
