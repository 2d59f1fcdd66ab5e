-- Contact points that were deleted in the page, for an undo; encrypted like those in use, and removed after a day.
create table deleted_contact_point (
    name       varchar(200) not null primary key,
    kind       varchar(16)  not null,
    definition text         not null,
    key_id     varchar(16)  not null,
    deleted_by varchar(100) not null,
    deleted_at timestamp(6) with time zone not null
);
