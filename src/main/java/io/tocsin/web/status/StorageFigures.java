package io.tocsin.web.status;

import io.tocsin.alert.store.DatabaseName;
import io.tocsin.retention.RetentionJob;
import io.tocsin.retention.TableRetention;
import io.tocsin.storage.DiskSpace;
import io.tocsin.storage.DiskUse;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.PlainBytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Where things are kept, for how long, what they take on the disk and what is left of it. Blocks. */
@Component
class StorageFigures {

    private final DatabaseName database;
    private final RetentionJob retention;
    private final DiskUse use;
    private final DiskSpace space;

    StorageFigures(DatabaseName database, RetentionJob retention, DiskUse use, DiskSpace space) {
        this.database = database;
        this.retention = retention;
        this.use = use;
        this.space = space;
    }

    /**
     * How long a table keeps its rows.
     *
     * @param age as people say it
     * @param maxRows empty when there is no such limit
     */
    record TableView(
            String table,
            String age,
            String maxRows,
            String setting,
            @Nullable Instant oldest,
            long deletedRows) {}

    /** One store; {@code name} ends a message's key. */
    record StoreView(String name, String size) {}

    void fill(Model model) {
        model.addAttribute("database", database.read());
        model.addAttribute(
                "tables", retention.reports().stream().map(StorageFigures::view).toList());
        model.addAttribute(
                "stores",
                use.all().stream()
                        .map(store -> new StoreView(store.store(), PlainBytes.print(store.bytes())))
                        .toList());
        model.addAttribute("diskFree", free());
    }

    private static TableView view(RetentionJob.TableReport report) {
        TableRetention table = report.retention();
        return new TableView(
                table.table(),
                PlainDurations.print(table.age()),
                table.maxRows() == 0 ? "" : Long.toString(table.maxRows()),
                table.setting(),
                report.oldest(),
                report.deletedRows());
    }

    /** Empty when it is not known. */
    private String free() {
        long bytes = space.freeBytes();
        return bytes == DiskSpace.UNKNOWN ? "" : PlainBytes.print(bytes);
    }
}
