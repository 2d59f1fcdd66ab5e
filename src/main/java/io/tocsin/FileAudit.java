package io.tocsin;

import io.tocsin.access.AuditEntry;
import io.tocsin.access.store.AuditLog;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleFileState;
import io.tocsin.text.CleanText;
import io.tocsin.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the audit log when the files that say what is watched and who is told have changed, also while nothing ran: who
 * can write them needs no login. Replicas that see the same version write it once. Blocks; for one thread.
 */
final class FileAudit {

    private static final int HASH_LENGTH = 16;
    private static final int MAX_NAMES = 10;
    private static final int OK = 200;
    private static final int UNUSABLE = 422;

    private final AuditLog entries;
    private final Clock clock;
    private final Map<String, Supplier<FilesSeen>> sources = new LinkedHashMap<>();
    private final Map<String, FilesSeen> lookedAt = new LinkedHashMap<>();
    private final Map<String, FilesSeen> written = new LinkedHashMap<>();

    FileAudit(AuditLog entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * What a look found.
     *
     * @param place the file or the directory
     * @param hashes of the contents, by file
     * @param problems what is wrong with each file that is not in force as it is
     */
    private record FilesSeen(String place, TreeMap<String, String> hashes, TreeMap<String, String> problems) {

        static FilesSeen of(Path file, String text, List<?> problems) {
            FilesSeen seen = new FilesSeen(file.toString(), new TreeMap<>(), new TreeMap<>());
            if (!text.isEmpty()) {
                seen.hashes.put(file.getFileName().toString(), Sha256.hex(text));
            }
            if (!problems.isEmpty()) {
                seen.problems.put(file.getFileName().toString(), String.valueOf(problems.get(0)));
            }
            return seen;
        }

        String hash() {
            return Sha256.hex(hashes + "\n" + problems.keySet()).substring(0, HASH_LENGTH);
        }
    }

    FileAudit rules(RuleCatalog catalog, String directory) {
        sources.put("rules", () -> {
            FilesSeen seen = new FilesSeen(directory, new TreeMap<>(), new TreeMap<>());
            for (RuleFileState file : catalog.snapshot().files()) {
                seen.hashes.put(file.file(), file.contentHash());
                if (file.isBroken()) {
                    seen.problems.put(file.file(), file.problems().get(0).toString());
                }
            }
            return seen;
        });
        return this;
    }

    FileAudit contactPoints(ContactPointCatalog catalog) {
        sources.put("contact-points", () -> {
            ContactPointCatalog.ContactPointSnapshot now = catalog.snapshot();
            return FilesSeen.of(catalog.file(), now.text() == null ? "" : now.text(), now.problems());
        });
        return this;
    }

    FileAudit policies(PolicyCatalog catalog) {
        sources.put(
                "policies",
                () -> FilesSeen.of(
                        catalog.file(),
                        catalog.text().orElse(""),
                        catalog.snapshot().problems()));
        return this;
    }

    FileAudit dataSources(DataSourceCatalog catalog) {
        sources.put(
                "data-sources",
                () -> FilesSeen.of(
                        Path.of(catalog.file()),
                        text(Path.of(catalog.file())),
                        catalog.current().problems()));
        return this;
    }

    private static String text(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Writes what is different from what was written last, once it looks the same for the second time. */
    void look() {
        sources.forEach((kind, source) -> {
            FilesSeen now = source.get();
            boolean isSettled = now.equals(lookedAt.put(kind, now));
            if (isSettled && !now.equals(written.get(kind))) {
                write("RELOAD " + kind, now, written.get(kind));
                written.put(kind, now);
            }
        });
    }

    private void write(String action, FilesSeen now, @Nullable FilesSeen before) {
        String hash = "hash=" + now.hash();
        String last = entries.findNewest(AuditEntry.FILES, action)
                .map(AuditEntry::detail)
                .orElse("");
        if (last.startsWith(hash) || last.isEmpty() && now.hashes.isEmpty()) {
            return;
        }
        boolean isUsable = now.problems.isEmpty();
        entries.append(new AuditEntry(
                0,
                clock.instant(),
                AuditEntry.FILES,
                "",
                new AuditEntry.Deed(
                        action, CleanText.singleLine(now.place), CleanText.singleLine(hash + changes(now, before))),
                isUsable ? AuditEntry.Outcome.DONE : AuditEntry.Outcome.REFUSED,
                isUsable ? OK : UNUSABLE));
    }

    private static String changes(FilesSeen now, @Nullable FilesSeen before) {
        StringBuilder text = new StringBuilder("; files=").append(now.hashes.size());
        if (before != null) {
            List<String> changed = new ArrayList<>();
            now.hashes.forEach((file, hash) -> {
                if (!hash.equals(before.hashes.get(file))) {
                    changed.add(file);
                }
            });
            List<String> removed = new ArrayList<>(before.hashes.keySet());
            removed.removeAll(now.hashes.keySet());
            append(text, "changed", changed);
            append(text, "removed", removed);
        }
        append(text, "not in force", List.copyOf(now.problems.values()));
        return text.toString();
    }

    private static void append(StringBuilder text, String what, List<String> names) {
        if (!names.isEmpty()) {
            text.append("; ").append(what).append('=');
            text.append(String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size()))));
            text.append(names.size() > MAX_NAMES ? ", … " + (names.size() - MAX_NAMES) + " more" : "");
        }
    }
}
