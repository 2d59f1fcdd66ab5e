package io.tocsin.web.status;

import io.tocsin.storage.DiskSpace;
import io.tocsin.storage.DiskUse;
import io.tocsin.web.PlainBytes;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the stores take on the disk and what is left of it, as people read it. */
@Component
record DiskFigures(DiskUse use, DiskSpace space) {

    /** One store; {@code name} ends a message's key. */
    record StoreView(String name, String size) {}

    List<StoreView> stores() {
        return use.all().stream()
                .map(store -> new StoreView(store.store(), PlainBytes.print(store.bytes())))
                .toList();
    }

    /** Empty when it is not known. */
    String free() {
        long bytes = space.freeBytes();
        return bytes == DiskSpace.UNKNOWN ? "" : PlainBytes.print(bytes);
    }
}
