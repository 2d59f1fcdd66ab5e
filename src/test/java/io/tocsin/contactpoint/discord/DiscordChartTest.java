package io.tocsin.contactpoint.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.AnswerWays;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DeliveryOutcome;
import io.tocsin.contactpoint.DiscordWebhook;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.contactpoint.TestOutgoing;
import io.tocsin.contactpoint.http.WebhookClient;
import io.tocsin.evidence.Trend;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.TestMessages;
import io.tocsin.rule.ContactPointName;
import io.tocsin.standin.DiscordStandIn;
import io.tocsin.standin.StandIns;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The picture of the value's course that a Discord contact point can have. */
class DiscordChartTest {

    private static final List<Double> RISING = List.of(0.0, 1.0, 0.0, Double.NaN, 2.0, 7.0, 12.0);

    private final DiscordStandIn discord = new DiscordStandIn();
    private final DiscordNotifier notifier =
            new DiscordNotifier(new WebhookClient(AllowedHosts.parse("127.0.0.1"), Duration.ofSeconds(30)));

    @AfterEach
    void stop() {
        discord.close();
    }

    @Test
    void postsThePictureInTheFirstEmbed() throws IOException {
        assertThat(send(true, Outgoing.first(message(RISING, 5.0)))).isInstanceOf(DeliveryOutcome.Delivered.class);

        assertThat(discord.refused()).isEmpty();
        assertThat(discord.messages().values().toString()).contains("attachment://trend.png", "▁▂▁·▂▅█");
        BufferedImage picture = read(discord.files().values().iterator().next().get("trend.png"));
        assertThat(picture.getWidth()).isEqualTo(600);
        assertThat(colors(picture)).contains(0xED4245, 0xE8912D, 0x2B2D31);
    }

    @Test
    void postsNoneUnlessItIsWantedAndTheCourseIsKnown() {
        send(false, Outgoing.first(message(RISING, 5.0)));
        send(true, Outgoing.first(message(List.of(), null)));
        send(true, Outgoing.first(message(List.of(1.0, Double.NaN, 2.0), null)));
        send(true, TestOutgoing.minimal(Outgoing.first(message(RISING, 5.0))));

        assertThat(discord.accepted()).hasSize(4);
        assertThat(discord.files()).isEmpty();
    }

    @Test
    void losesNoMessageWhenThePictureIsRefused() {
        discord.fail(StandIns.answer(413, "{\"code\":40005,\"message\":\"Request entity too large\"}"));

        assertThat(send(true, Outgoing.first(message(RISING, 5.0)))).isInstanceOf(DeliveryOutcome.Delivered.class);

        assertThat(discord.accepted()).hasSize(1);
        assertThat(discord.files()).isEmpty();
        assertThat(discord.messages().values().toString()).contains("ERROR OCR timeout");
    }

    @Test
    void replacesThePictureInAnEditAndTakesItAwayWhenThereIsNoneAnyMore() {
        DeliveryOutcome.Delivered posted = (DeliveryOutcome.Delivered) send(true, Outgoing.first(message(RISING, 5.0)));
        byte[] first = discord.files().get(posted.message().id()).get("trend.png");

        send(true, edit(message(List.of(5.0, 4.0, 3.0, 0.0), 5.0), posted));
        assertThat(discord.files().get(posted.message().id()).get("trend.png")).isNotEqualTo(first);

        send(true, edit(message(List.of(), null), posted));
        assertThat(discord.files()).isEmpty();
        assertThat(discord.refused()).isEmpty();
        assertThat(discord.messages()).hasSize(1);
    }

    private static Outgoing edit(Message message, DeliveryOutcome.Delivered posted) {
        return new Outgoing(message, 0, false, false, posted.message());
    }

    @Test
    void drawsEveryRandomCourse() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            double[] odd = {0, -1, 1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY, 1e-300, 42, Double.MAX_VALUE};
            List<Double> values = new ArrayList<>(List.of(1.0, 2.0, 3.0));
            for (int i = random.nextInt(100); i > 0; i--) {
                values.add(random.nextBoolean() ? odd[random.nextInt(odd.length)] : random.nextDouble() * 100);
            }
            Double threshold = random.nextBoolean() ? null : Double.valueOf(odd[random.nextInt(odd.length)]);

            byte[] png = TrendChart.of(message(values, threshold)).orElseThrow();

            assertThat(read(png).getHeight()).as("seed %s", seed).isEqualTo(180);
            assertThat(png.length).isLessThan(50_000);
        }
    }

    private static Message message(List<Double> values, Double threshold) {
        AlertEntry alert = TestMessages.alert("server1");
        Trend trend = new Trend(values, TestMessages.AT, TestMessages.AT, 1, threshold);
        return TestMessages.firing(
                "discord", alert.withEvidence(alert.evidence().with(trend)));
    }

    private DeliveryOutcome send(boolean withChart, Outgoing outgoing) {
        DiscordWebhook webhook = DiscordWebhook.parse(discord.webhookUrl()).orElseThrow();
        ContactPoint contactPoint = ContactPoint.of(
                new ContactPointName("discord"), new ContactPointSettings.Discord(webhook, withChart, AnswerWays.NONE));
        return notifier.send(contactPoint, outgoing).block(Duration.ofSeconds(60));
    }

    private static BufferedImage read(byte[] png) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture).isNotNull();
        return picture;
    }

    private static List<Integer> colors(BufferedImage picture) {
        List<Integer> colors = new ArrayList<>();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                int color = picture.getRGB(x, y) & 0xFFFFFF;
                if (!colors.contains(color)) {
                    colors.add(color);
                }
            }
        }
        return colors;
    }
}
