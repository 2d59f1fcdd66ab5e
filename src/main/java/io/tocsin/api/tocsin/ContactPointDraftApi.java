package io.tocsin.api.tocsin;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.Preview;
import io.tocsin.contactpoint.file.ContactPointFileParser.ParsedContactPoints;
import io.tocsin.contactpoint.store.ContactPointDefinition;
import io.tocsin.contactpoint.store.StoredContactPoints;
import io.tocsin.message.MessageStatus;
import io.tocsin.task.SafeMono;
import io.tocsin.web.contactpoints.ContactPointAddress;
import io.tocsin.web.contactpoints.ContactPointOperations;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How messages to a contact point look, and whether one works, before it is stored. */
@RestController
@RequestMapping("/api/tocsin/v1/contact-points")
class ContactPointDraftApi {

    private static final String NAME = "preview";
    private static final String URL = "https://hooks.slack.com/services/T0/B0/preview";

    /** A message can be drawn without its address and its secrets. */
    private static final Map<String, Map<String, String>> STAND_INS = Map.of(
            "slack", Map.of("url", URL),
            "discord", Map.of("url", "https://discord.com/api/webhooks/1/preview"),
            "webhook", Map.of("url", URL),
            "slack_bot", Map.of("token", "xoxb-preview", "channel", "C0PREVIEW"));

    private final ContactPointOperations operations;
    private final StoredContactPoints stored;
    private final ContactPointTester tester;
    private final JsonMapper json;
    private final Clock clock;

    ContactPointDraftApi(
            ContactPointOperations operations,
            StoredContactPoints stored,
            ContactPointTester tester,
            JsonMapper json,
            Clock clock) {
        this.operations = operations;
        this.stored = stored;
        this.tester = tester;
        this.json = json;
        this.clock = clock;
    }

    /** @param type {@code slack}, {@code slack_bot}, {@code discord}, {@code webhook} or {@code inbox} */
    record MessagePreviews(String type, List<PreviewMessage> messages) {}

    /**
     * @param sample {@code firing} or {@code resolved}
     * @param payload what would be posted
     * @param characters how much text it holds, counted as the service counts it
     * @param maxCharacters how much the service takes
     */
    record PreviewMessage(String sample, JsonNode payload, int characters, int maxCharacters) {}

    /** The firing and the resolved sample, as they would be sent. */
    @GetMapping("/{name}/preview")
    MessagePreviews preview(@PathVariable("name") String address) {
        return drawn(operations.require(ContactPointAddress.name(address)));
    }

    /** The same for one that is not stored; without its secrets. */
    @PostMapping("/preview")
    MessagePreviews previewOf(@RequestBody Map<String, Object> body) {
        Map<String, Object> fields = new LinkedHashMap<>(body);
        fields.putIfAbsent("name", NAME);
        Map<Object, Object> settings =
                new LinkedHashMap<>(STAND_INS.getOrDefault(String.valueOf(body.get("type")), Map.of()));
        if (body.get("settings") instanceof Map<?, ?> given) {
            settings.putAll(given);
        }
        fields.put("settings", settings);
        return drawn(read(new ContactPointDefinition(fields)));
    }

    /** Sends the samples with what is not stored; secrets that it leaves out are those of the stored one of its name. */
    @PostMapping("/test")
    Mono<ContactPointApi.TestAnswer> testOf(@RequestBody Map<String, Object> body) {
        Map<String, Object> fields = new LinkedHashMap<>(body);
        fields.putIfAbsent("name", NAME);
        return SafeMono.fromCallable(() -> read(stored.complete(new ContactPointDefinition(fields))))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(tester::test)
                .map(ContactPointApi.TestAnswer::of);
    }

    private ContactPoint read(ContactPointDefinition definition) {
        ParsedContactPoints parsed = stored.parse(definition);
        if (!parsed.problems().isEmpty()) {
            throw ContactPointApi.refused(parsed.problems());
        }
        return parsed.contactPoints().get(0);
    }

    private MessagePreviews drawn(ContactPoint contactPoint) {
        return new MessagePreviews(
                contactPoint.kind().word(),
                Stream.of(MessageStatus.FIRING, MessageStatus.RESOLVED)
                        .map(status -> drawn(contactPoint, status))
                        .toList());
    }

    private PreviewMessage drawn(ContactPoint contactPoint, MessageStatus status) {
        Preview preview =
                tester.preview(contactPoint, ContactPointTester.sample(contactPoint, clock.instant(), status));
        return new PreviewMessage(
                RuleJson.lower(status.name()),
                json.readTree(preview.payload()),
                preview.codePoints(),
                preview.maxCodePoints());
    }
}
