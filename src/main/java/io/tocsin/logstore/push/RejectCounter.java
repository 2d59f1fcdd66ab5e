package io.tocsin.logstore.push;

/** Told of entries that are not stored. */
public interface RejectCounter {

    void rejected(RejectReason reason, int lines);
}
