package io.tocsin.contactpoint;

import static io.tocsin.contactpoint.TestContactPoints.withLanguage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.discord.DiscordNotifier;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.contactpoint.slack.SlackBotNotifier;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandIns;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The button Test: what people learn of a contact point before they rely on it. */
class ContactPointTesterTest {

    private final SlackStandIn slack = new SlackStandIn().withRateLimit();
    private final DiscordStandIn discord = new DiscordStandIn();
    private final WebhookClient client = new WebhookClient(AllowedHosts.parse("127.0.0.1"), Duration.ofSeconds(30));
    private final ContactPointTester tester = new ContactPointTester(
            List.of(new SlackNotifier(client), new SlackBotNotifier(client), new DiscordNotifier(client)),
            Clock.fixed(TestMessages.AT, ZoneOffset.UTC));

    @AfterEach
    void stop() {
        slack.close();
        discord.close();
    }

    @Test
    void sendsAFiringAndAResolvedSampleWithinTheRateLimit() {
        ContactPointTester.TestResult result = test(slack(slack.webhookUrl()));

        assertThat(result.isSuccess()).isTrue();
        assertThat(slack.refused()).isEmpty();
        assertThat(slack.accepted()).hasSize(2);
        assertThat(slack.accepted().get(0).body().toString())
                .contains("[FIRING] TestAlert", "Test message: nothing is wrong", "Test of contact point chat");
        assertThat(slack.accepted().get(1).body().toString()).contains("[RESOLVED] TestAlert");
    }

    @Test
    void speaksTheLanguageOfTheContactPoint() {
        test(withLanguage(slack(slack.webhookUrl()), Language.KO));

        assertThat(slack.accepted().get(0).body().toString())
                .contains("[발생] TestAlert", "테스트 메시지: 이상 없음", "연락처 chat 테스트");
    }

    @Test
    void tellsWordForWordWhatTheServiceAnsweredAndSendsNoSecondSample() {
        ContactPointTester.TestResult gone = test(slack(slack.webhookUrl("gone")));
        discord.fail(
                StandIns.answer(200, "{}"), StandIns.answer(400, "{\"code\":50035,\"message\":\"Invalid Form Body\"}"));
        ContactPointTester.TestResult refused = test(discord(discord.webhookUrl()));

        assertThat(gone.isSuccess()).isFalse();
        assertThat(gone.firing()).isInstanceOf(DeliveryOutcome.DeadEndpoint.class);
        assertThat(gone.firing().detail()).isEqualTo("404: no_service");
        assertThat(gone.resolved()).isSameAs(gone.firing());
        assertThat(refused.firing().detail()).contains("400", "50035", "Invalid Form Body");
        assertThat(slack.accepted()).isEmpty();
    }

    @Test
    void showsTheChannelOfADiscordWebhookWithoutPosting() { // chat.md 2.6
        CheckResult check = check(new DiscordNotifier(client), discord(discord.webhookUrl()));

        assertThat(check).isEqualTo(CheckResult.usable("webhook \"ops\" in channel 77 of server 88"));
        assertThat(discord.accepted()).isEmpty();
    }

    @Test
    void tellsAWebhookThatIsGoneFromOneThatDoesNotAnswerNow() {
        CheckResult gone = check(new DiscordNotifier(client), discord(discord.webhookUrl("404123456789")));
        discord.fail(StandIns.rateLimited(5));
        CheckResult limited = check(new DiscordNotifier(client), discord(discord.webhookUrl()));
        discord.fail(StandIns.cut());
        CheckResult cut = check(new DiscordNotifier(client), discord(discord.webhookUrl()));

        assertThat(gone.isUsable()).isFalse();
        assertThat(gone.detail()).contains("Unknown Webhook");
        assertThat(limited.isUsable()).isTrue();
        assertThat(limited.isConclusive()).isFalse();
        assertThat(cut.isConclusive()).isFalse();
        assertThat(List.of(gone, limited, cut).toString()).doesNotContain("discordTokenXYZ123");
    }

    @Test
    void asksSlackWhoseTokenItIs() {
        CheckResult mine = check(new SlackBotNotifier(client), bot(SlackStandIn.TOKEN));
        CheckResult revoked = check(new SlackBotNotifier(client), bot("xoxb-999-revoked"));

        assertThat(mine).isEqualTo(CheckResult.usable("bot \"tocsin\" of ops"));
        assertThat(revoked).isEqualTo(CheckResult.unusable("invalid_auth"));
        assertThat(slack.accepted()).isEmpty();
    }

    private ContactPointTester.TestResult test(ContactPoint contactPoint) {
        return tester.test(contactPoint).block(Duration.ofSeconds(60));
    }

    private static CheckResult check(Notifier notifier, ContactPoint contactPoint) {
        return notifier.check(contactPoint).block(Duration.ofSeconds(60));
    }

    private static ContactPoint slack(String url) {
        return contactPoint(new ContactPointSettings.Slack(new Secret(url)));
    }

    private static ContactPoint discord(String url) {
        return contactPoint(TestContactPoints.discord(url));
    }

    private ContactPoint bot(String token) {
        return contactPoint(TestContactPoints.slackBot(slack.apiUrl(), token, SlackStandIn.CHANNEL));
    }

    private static ContactPoint contactPoint(ContactPointSettings settings) {
        return ContactPoint.of(new ContactPointName("chat"), settings);
    }
}
