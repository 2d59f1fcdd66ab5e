package io.tocsin.contactpoint.discord;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.http.MultipartBody;
import io.tocsin.contactpoint.render.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;

/** The picture that a message has beside its text, if its contact point wants one. */
record MessagePicture(ContactPoint contactPoint, Outgoing outgoing) {

    private static final Logger log = LoggerFactory.getLogger(MessagePicture.class);

    private boolean isWanted() {
        return contactPoint.settings() instanceof ContactPointSettings.Discord discord && discord.chart();
    }

    Optional<MultipartBody> body(Map<String, Object> payload) {
        boolean hasEmbeds = payload.get("embeds") instanceof List<?> embeds && !embeds.isEmpty();
        if (!isWanted() || !hasEmbeds) {
            return Optional.empty();
        }
        try {
            return TrendChart.of(outgoing.message())
                    .map(png -> new MultipartBody(Json.write(with(payload)), TrendChart.FILE, "image/png", png));
        } catch (RuntimeException e) {
            log.warn("The picture of a value could not be drawn: contactPoint={}", contactPoint.name(), e);
            return Optional.empty();
        }
    }

    private static Map<String, Object> with(Map<String, Object> payload) {
        Map<String, Object> body = new LinkedHashMap<>(payload);
        List<Object> embeds = new ArrayList<>((List<?>) payload.getOrDefault("embeds", List.of()));
        Map<Object, Object> first = new LinkedHashMap<>((Map<?, ?>) embeds.get(0));
        first.put("image", Map.of("url", "attachment://" + TrendChart.FILE));
        embeds.set(0, first);
        body.put("embeds", embeds);
        body.put("attachments", List.of(Map.of("id", 0, "filename", TrendChart.FILE)));
        return body;
    }

    /** An edit without a picture must also take the one away that the message has. */
    Map<String, Object> without(Map<String, Object> payload, HttpMethod method) {
        if (!isWanted() || !method.equals(HttpMethod.PATCH)) {
            return payload;
        }
        Map<String, Object> body = new LinkedHashMap<>(payload);
        body.put("attachments", List.of());
        return body;
    }
}
