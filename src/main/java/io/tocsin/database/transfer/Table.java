package io.tocsin.database.transfer;

import java.util.List;
import java.util.stream.Collectors;

/** A table as both databases have it, with names in lower case. */
record Table(String name, List<TableColumn> columns) {

    Table {
        columns = List.copyOf(columns);
    }

    /**
     * @param isIdentity whether the database numbers new rows by it
     */
    record TableColumn(String name, ColumnKind kind, boolean isIdentity) {}

    /** The columns for a select or an insert. */
    String columnNames() {
        return columns.stream().map(TableColumn::name).collect(Collectors.joining(", "));
    }
}
