-- No query needs these: priorities are not used, and the rows that are looked through for dead executions are few. They
-- made each of the scheduler's updates write more.
drop index scheduled_tasks_priority;
drop index scheduled_tasks_last_heartbeat;
