package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.http.MultipartBody;
import io.tocsin.contactpoint.http.MultipartBody.FilePart;
import io.tocsin.contactpoint.render.Json;
import io.tocsin.contactpoint.render.LinesFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;

/** What a message has beside its text, if its contact point wants that: the picture of a value, and all log lines. */
record MessageFiles(ContactPoint contactPoint, Outgoing outgoing) {

    private static final Logger log = LoggerFactory.getLogger(MessageFiles.class);

    private boolean isChartWanted() {
        return contactPoint.settings() instanceof ContactPointSettings.Discord discord && discord.chart();
    }

    /** Text and files in one request, so that they are there both or not at all; empty when there is no file. */
    Optional<MultipartBody> body(Map<String, Object> payload) {
        List<FilePart> files = new ArrayList<>();
        chart(payload).ifPresent(files::add);
        boolean hasChart = !files.isEmpty();
        lines(payload).ifPresent(files::add);
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(new MultipartBody(Json.write(with(payload, files, hasChart)), files));
    }

    private Optional<FilePart> chart(Map<String, Object> payload) {
        boolean hasEmbeds = payload.get("embeds") instanceof List<?> embeds && !embeds.isEmpty();
        if (!isChartWanted() || !hasEmbeds) {
            return Optional.empty();
        }
        try {
            return TrendChart.of(outgoing.message()).map(png -> new FilePart(TrendChart.FILE, "image/png", png));
        } catch (RuntimeException e) {
            log.warn("The picture of a value could not be drawn: contactPoint={}", contactPoint.name(), e);
            return Optional.empty();
        }
    }

    private Optional<FilePart> lines(Map<String, Object> payload) {
        try {
            return LinesFile.of(contactPoint, outgoing, payload)
                    .map(text -> new FilePart(LinesFile.NAME, LinesFile.TYPE, text));
        } catch (RuntimeException e) {
            log.warn("The file of log lines was not made: contactPoint={}", contactPoint.name(), e);
            return Optional.empty();
        }
    }

    private static Map<String, Object> with(Map<String, Object> payload, List<FilePart> files, boolean hasChart) {
        Map<String, Object> body = new LinkedHashMap<>(payload);
        if (hasChart) {
            List<Object> embeds = new ArrayList<>((List<?>) payload.getOrDefault("embeds", List.of()));
            Map<Object, Object> first = new LinkedHashMap<>((Map<?, ?>) embeds.get(0));
            first.put("image", Map.of("url", "attachment://" + TrendChart.FILE));
            embeds.set(0, first);
            body.put("embeds", embeds);
        }
        body.put(
                "attachments",
                IntStream.range(0, files.size())
                        .mapToObj(i -> Map.of("id", i, "filename", files.get(i).name()))
                        .toList());
        return body;
    }

    /** An edit without files must also take those away that the message has. */
    Map<String, Object> without(Map<String, Object> payload, HttpMethod method) {
        boolean mayHaveFiles = isChartWanted() || contactPoint.lines() == LinesShown.FILE;
        if (!mayHaveFiles || !method.equals(HttpMethod.PATCH)) {
            return payload;
        }
        Map<String, Object> body = new LinkedHashMap<>(payload);
        body.put("attachments", List.of());
        return body;
    }
}
