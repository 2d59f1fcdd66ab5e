package io.tocsin.contactpoint.render;

import static io.tocsin.contactpoint.TestContactPoints.withLanguage;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.Language;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.TestOutgoing;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is true of every message in every chat: the service takes it, and nothing in it pings, links or formats that is not ours. */
public abstract class RenderingProperties {

    private static final JsonMapper JSON = new JsonMapper();

    protected final ContactPoint contactPoint;

    protected RenderingProperties(ContactPointSettings settings) {
        this.contactPoint = ContactPoint.of(new ContactPointName("job_alarm"), settings);
    }

    protected abstract Map<String, Object> render(ContactPoint contactPoint, Outgoing outgoing);

    /** Throws when the service would refuse it, or when it mentions anybody. */
    protected abstract void checkAccepted(JsonNode payload);

    /** Everything in which the service reads markup. */
    protected abstract List<String> marked(JsonNode payload);

    protected abstract void assertHarmless(String text);

    @Test
    void everyRandomGroupIsAcceptedAndNothingUntrustedPingsLinksOrFormats() {
        check(Integer.getInteger("seeds", 600));
    }

    @Test
    @Tag("soak")
    void soIsEveryOneOfTwentyThousand() {
        check(20_000);
    }

    private void check(long seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            Outgoing outgoing = Outgoing.first(new RandomMessages(seed).message());
            JsonNode payload = payload(
                    seed % 2 == 0 ? contactPoint : withLanguage(contactPoint, Language.KO),
                    seed % 7 == 0 ? TestOutgoing.minimal(outgoing) : outgoing);
            try {
                assertAcceptedAndHarmless(payload);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + payload, e);
            }
        }
    }

    /** What the hostile line comes to, which is accepted and harmless. */
    protected JsonNode hostile() {
        String line = RandomMessages.HOSTILE.get(0);
        JsonNode payload = payload(
                contactPoint,
                Outgoing.first(TestMessages.firing("job_alarm", TestMessages.alert("a", line, line, line))));
        assertAcceptedAndHarmless(payload);
        return payload;
    }

    private void assertAcceptedAndHarmless(JsonNode payload) {
        checkAccepted(payload);
        marked(payload).forEach(this::assertHarmless);
    }

    private JsonNode payload(ContactPoint point, Outgoing outgoing) {
        return JSON.readTree(Json.write(render(point, outgoing)));
    }
}
