package io.tocsin.web.drafts;

import io.tocsin.datasource.DataSourceName;
import io.tocsin.datasource.DataSources;
import io.tocsin.datasource.Querier;
import io.tocsin.web.FormValues;
import io.tocsin.web.logs.StreamLabels;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Drafts that begin with a sample, or with a query for log lines. */
@Component
class DraftBeginnings {

    private static final Duration LATELY = Duration.ofHours(1);

    /** What agents usually send, while there is nothing to look at. */
    private static final StreamLabels.FoundLabels ASSUMED =
            new StreamLabels.FoundLabels(List.of("host", "job"), "job", "host", List.of(), "");

    private final StreamLabels labels;
    private final DataSources sources;

    DraftBeginnings(StreamLabels labels, DataSources sources) {
        this.labels = labels;
        this.sources = sources;
    }

    /** Takes {@code sample}, or {@code query} and {@code source}. */
    Mono<Draft> of(FormValues wish, Locale locale) {
        DataSourceName source =
                wish.text("source").isEmpty() ? DataSourceName.DEFAULT : new DataSourceName(wish.text("source"));
        boolean isCheap = sources.find(source).map(Querier::isEmbedded).orElse(false);
        return labels.find(source, LATELY)
                .map(found -> found.names().isEmpty() ? ASSUMED : found)
                .map(found -> {
                    SampleRules samples = new SampleRules(found, locale, isCheap);
                    return wish.has("query")
                            ? new Draft("query.yml", samples.ofQuery(wish.text("query"), source))
                            : new Draft(name(wish.text("sample")), samples.text(wish.text("sample")));
                });
    }

    private static String name(String sample) {
        return (SampleRules.NAMES.contains(sample) ? sample : SampleRules.NAMES.get(0)) + ".yml";
    }
}
