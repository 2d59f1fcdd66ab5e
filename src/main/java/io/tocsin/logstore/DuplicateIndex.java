package io.tocsin.logstore;

import io.tocsin.logstore.entry.LogEntry;

/**
 * A hash table over a chunk's entries. It exists only for chunks in which many entries share one nanosecond, where
 * comparing each new entry with all of them would take time that grows with their square.
 */
final class DuplicateIndex {

    /** From so many entries of one nanosecond on. */
    static final int WORTH_WHILE = 64;

    private int[] slots;
    private int[] hashes;
    private int used;

    private DuplicateIndex(int entries) {
        int capacity = Integer.highestOneBit(Math.max(16, entries)) * 4;
        slots = new int[capacity];
        hashes = new int[capacity];
    }

    static DuplicateIndex of(ChunkView view) {
        DuplicateIndex index = new DuplicateIndex(view.size());
        EntryColumns columns = view.columns();
        for (int i = 0; i < view.size(); i++) {
            int start = columns.starts()[i];
            index.insert(hash(columns.timestamps()[i], columns.data(), start, start + columns.lineLengths()[i]), i);
        }
        return index;
    }

    boolean contains(LogEntry entry, EntryColumns columns) {
        int hash = hash(entry);
        for (int slot = slotOf(hash); slots[slot] != 0; slot = next(slot)) {
            if (hashes[slot] == hash && columns.holds(slots[slot] - 1, entry)) {
                return true;
            }
        }
        return false;
    }

    void add(LogEntry entry, int index) {
        if (used * 2 >= slots.length) {
            grow();
        }
        insert(hash(entry), index);
    }

    long memoryBytes() {
        return 8L * slots.length + 64;
    }

    private void insert(int hash, int index) {
        int slot = slotOf(hash);
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = index + 1;
        hashes[slot] = hash;
        used++;
    }

    private void grow() {
        int[] oldSlots = slots;
        int[] oldHashes = hashes;
        slots = new int[oldSlots.length * 2];
        hashes = new int[oldSlots.length * 2];
        used = 0;
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != 0) {
                insert(oldHashes[i], oldSlots[i] - 1);
            }
        }
    }

    private int slotOf(int hash) {
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private static int hash(LogEntry entry) {
        return hash(entry.timestampNanos(), entry.line(), 0, entry.line().length);
    }

    private static int hash(long timestamp, byte[] bytes, int from, int to) {
        int hash = Long.hashCode(timestamp);
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash * 0x9e3779b9;
    }
}
