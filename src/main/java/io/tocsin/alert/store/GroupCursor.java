package io.tocsin.alert.store;

import io.tocsin.rule.GroupKey;
import java.time.Instant;

/**
 * Where a group has got to.
 *
 * @param slot the newest slot that was evaluated
 * @param version grows with every write; whoever writes must know the newest
 */
public record GroupCursor(GroupKey group, Instant slot, long version) {}
