-- A message that this version cannot read waits out of the way.
alter table delivery drop constraint delivery_state;
alter table delivery add constraint delivery_state check (state in
    ('QUEUED', 'SENDING', 'RETRYING', 'DELIVERED', 'REJECTED', 'PARKED', 'EXPIRED', 'DROPPED', 'SET_ASIDE'));

-- The same for an event; whoever assigns events passes it by.
alter table alert_event add column set_aside_at timestamp(6) with time zone;
alter table alert_event add column set_aside_reason varchar(1000);
