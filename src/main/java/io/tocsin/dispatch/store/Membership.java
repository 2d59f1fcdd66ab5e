package io.tocsin.dispatch.store;

import io.tocsin.notification.GroupMember;

/** An alert in a notification group that has still something to say about it. */
public record Membership(NotificationGroup group, GroupMember member) {}
