package io.tocsin.importer.elastalert;

import io.tocsin.importer.ImportRemark;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.importer.Imported;
import io.tocsin.importer.ImportedRules;
import io.tocsin.importer.YamlWriter;
import io.tocsin.yaml.YamlDocuments;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads rules of ElastAlert, and its {@code config.yaml} if it is among the files: rules take settings from it. */
public final class ElastalertImport {

    private ElastalertImport() {}

    /** A file that was read. */
    record ElastalertFile(YamlFields fields, ImportRemarks remarks) {}

    /**
     * Reads files.
     *
     * @param texts by the names of the files, as remarks name them
     * @param selector of the streams; empty: guessed from the index of each rule
     */
    public static Imported read(Map<String, String> texts, String selector) {
        List<ImportRemarks> all = new ArrayList<>();
        List<ElastalertFile> rules = new ArrayList<>();
        ElastalertFile global = null;
        for (Map.Entry<String, String> file : texts.entrySet()) {
            ImportRemarks remarks = new ImportRemarks(file.getKey());
            all.add(remarks);
            Node document = YamlDocuments.readOne(file.getValue(), remarks);
            if (document == null) {
                continue;
            }
            ElastalertFile source =
                    new ElastalertFile(YamlFields.of(document, "a rule", YamlSource.of(remarks)), remarks);
            if (source.fields().has("rules_folder") || source.fields().has("writeback_index")) {
                global = source;
            } else {
                rules.add(source);
            }
        }
        Map<String, String> files = convert(rules, global, selector);
        List<ImportRemark> remarks = new ArrayList<>();
        all.forEach(one -> remarks.addAll(one.sorted()));
        return new Imported(files, remarks);
    }

    private static Map<String, String> convert(
            List<ElastalertFile> rules, @Nullable ElastalertFile global, String selector) {
        ImportedRules imported = new ImportedRules(dataSource -> true);
        ElastalertTargets targets = new ElastalertTargets(global);
        Duration interval = null;
        if (global != null) {
            interval = TimeSpans.read(global.fields(), "run_every", global.remarks());
            ElastalertFields.remarkGlobals(global);
        }
        for (ElastalertFile rule : rules) {
            new ElastalertRule(rule, targets, selector, interval).addTo(imported);
        }
        Map<String, String> files = new LinkedHashMap<>(imported.files());
        if (!targets.contactPoints().isEmpty()) {
            files.put("contact-points.yml", YamlWriter.write(Map.of("contact_points", targets.contactPoints())));
        }
        return files;
    }
}
