package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointTester;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.delivery.store.DeliveryOutbox;
import io.tocsin.message.MessageStatus;
import io.tocsin.rule.ContactPointName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

class DeliveriesPageIT {

    @TempDir
    Path home;

    @Test
    void showsAttemptsAndRetriesRedirectsAndDropsWhatWasRejected() throws IOException {
        try (ChatStandIn slack = ChatStandIn.start()) {
            Files.writeString(home.resolve("contact-points.yml"), """
                    contact_points:
                      - {name: good, type: slack, settings: {url: "%s"}}
                      - {name: bad, type: slack, settings: {url: "%s"}}
                    """.formatted(slack.url("ok"), slack.url("bad")));
            Map<String, String> properties = Map.of("tocsin.allowed-webhook-hosts", slack.host());
            try (ManagedTocsin tocsin = ManagedTocsin.start(home, properties)) {
                send(tocsin, "good", "one");
                send(tocsin, "bad", "two");
                awaitStates(tocsin, DeliveryState.REJECTED, DeliveryState.DELIVERED);
                Page page = tocsin.logIn(new Browser.NewContextOptions());

                page.navigate(tocsin.uri("/deliveries"));
                assertThat(page.locator(".list-group-item")).hasCount(2);
                TestBrowser.shoot(page, "deliveries");
                page.locator("select[name=state]").selectOption("rejected");
                page.locator("select[name=contactPoint]").selectOption("bad");
                page.locator("button:has-text('Filter')").click();
                assertThat(page.locator(".list-group-item")).hasCount(1);
                assertThat(page.locator(".list-group-item")).containsText("invalid_payload");

                page.locator(".list-group-item").click();
                assertThat(page.locator("ol .list-group-item")).hasCount(2);
                assertThat(page.locator("ol")).containsText("invalid_payload");
                assertThat(page.locator(".chat")).containsText("TestAlert");
                assertThat(page.locator("meter")).isVisible();
                TestBrowser.shoot(page, "delivery");
                page.locator("button:has-text('Send now')").click();
                assertThat(page.locator("main [role=status]")).containsText("sent again");
                awaitStates(tocsin, DeliveryState.REJECTED, DeliveryState.DELIVERED);

                page.reload();
                page.locator("details.confirm summary").click();
                page.locator("details.confirm button").click();
                assertThat(page.locator("main [role=status]")).containsText("dropped");
                awaitStates(tocsin, DeliveryState.DROPPED, DeliveryState.DELIVERED);

                page.locator("select[name=to]").selectOption("inbox");
                page.locator("#actions button:has-text('Redirect')").click();
                assertThat(page.locator("main dl")).containsText("inbox");
                awaitStates(tocsin, DeliveryState.DELIVERED, DeliveryState.REJECTED, DeliveryState.DELIVERED);
                assertThat(tocsin.complaints()).isEmpty();
            }
        }
    }

    @Test
    void pagesThroughManyDeliveriesOnAPhone() {
        try (ManagedTocsin tocsin = ManagedTocsin.start(home, Map.of())) {
            for (int i = 0; i < 35; i++) {
                send(tocsin, "inbox", "key-" + i);
            }
            Page page = tocsin.logIn(new Browser.NewContextOptions()
                    .setViewportSize(390, 800)
                    .setColorScheme(ColorScheme.DARK)
                    .setLocale("ko-KR"));

            page.navigate(tocsin.uri("/deliveries"));
            assertThat(page.locator(".list-group-item")).hasCount(30);
            TestBrowser.shoot(page, "deliveries-phone");
            page.locator("a:has-text('이전')").click();
            assertThat(page.locator(".list-group-item")).hasCount(5);
            page.locator(".list-group-item").first().click();
            assertThat(page.locator(".chat").first()).isVisible();
            TestBrowser.shoot(page, "delivery-phone");
            page.navigate(tocsin.uri("/deliveries?state=expired"));
            assertThat(page.locator(".list-group-item")).hasCount(0);
            assertThat(tocsin.complaints()).isEmpty();

            page.navigate(tocsin.uri("/deliveries/99999"));
            assertThat(page.locator("main")).containsText("이런 전송이 없습니다.");
        }
    }

    private static void send(ManagedTocsin tocsin, String contactPoint, String key) {
        ContactPoint target = tocsin.tocsin()
                .bean(ContactPoints.class)
                .find(new ContactPointName(contactPoint))
                .orElseThrow();
        Instant now = tocsin.tocsin().bean(Clock.class).instant();
        tocsin.tocsin()
                .bean(TransactionTemplate.class)
                .executeWithoutResult(status -> tocsin.tocsin()
                        .bean(DeliveryOutbox.class)
                        .enqueue(
                                new NewDelivery(key, ContactPointTester.sample(target, now, MessageStatus.FIRING)),
                                now));
    }

    /** Waits until the deliveries, the newest first, have these states. */
    private static void awaitStates(ManagedTocsin tocsin, DeliveryState... expected) {
        DeliveryHistory history = tocsin.tocsin().bean(DeliveryHistory.class);
        await().untilAsserted(() -> assertThat(history.list(DeliveryHistory.DeliveryFilter.ALL, 10))
                .map(delivery -> history.find(new DeliveryId(delivery.id().value()))
                        .orElseThrow()
                        .state())
                .containsExactly(expected));
    }
}
