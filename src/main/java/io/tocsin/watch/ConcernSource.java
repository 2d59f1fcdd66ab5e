package io.tocsin.watch;

import java.util.List;

/** A feature that can say what of its work is not done. Every bean of this type is asked every few seconds. */
@FunctionalInterface
public interface ConcernSource {

    /** What is wrong now, in a stable order; empty when all is well. May block for a short database query. */
    List<Concern> concerns();
}
