package io.tocsin.cli;

import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.Position;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tree of a query as indented lines: every node is a record, and its components are its parts. */
final class LogqlOutline {

    private final StringBuilder text = new StringBuilder();

    private LogqlOutline() {}

    static String of(LogqlExpr query) {
        LogqlOutline outline = new LogqlOutline();
        outline.add("", query, 0);
        return outline.text.toString().stripTrailing();
    }

    private void add(String name, @Nullable Object value, int depth) {
        if (value == null || value instanceof Position || isEmpty(value)) {
            return;
        }
        text.append("  ".repeat(depth)).append(name.isEmpty() ? "" : name + ": ");
        if (value instanceof Collection<?> members) {
            text.append('\n');
            members.forEach(member -> add("-", member, depth + 1));
        } else if (value instanceof Record node && node.getClass().getPackage().equals(LogqlExpr.class.getPackage())) {
            text.append(node.getClass().getSimpleName()).append('\n');
            for (RecordComponent part : node.getClass().getRecordComponents()) {
                add(part.getName(), partOf(node, part), depth + 1);
            }
        } else {
            text.append(value).append('\n');
        }
    }

    private static boolean isEmpty(Object value) {
        return value instanceof Collection<?> members && members.isEmpty()
                || value instanceof Map<?, ?> entries && entries.isEmpty();
    }

    private static @Nullable Object partOf(Record node, RecordComponent part) {
        try {
            return part.getAccessor().invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a node of a query has no readable " + part.getName(), e);
        }
    }
}
