package io.tocsin.contactpoint;

import io.tocsin.rule.ContactPointName;
import io.tocsin.secret.Secret;
import io.tocsin.template.TextTemplate;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Contact points that differ from others in one thing. */
public final class TestContactPoints {

    private TestContactPoints() {}

    /** The settings of a webhook of Discord without charts and buttons. */
    public static ContactPointSettings discord(String url) {
        return new ContactPointSettings.Discord(DiscordWebhook.parse(url).orElseThrow(), false, AnswerWays.NONE);
    }

    /** The settings of a bot whose messages have no buttons. */
    public static ContactPointSettings slackBot(String apiUrl, String token, String channel) {
        return new ContactPointSettings.SlackBot(URI.create(apiUrl), new Secret(token), channel, AnswerWays.NONE);
    }

    public static ContactPoint withFallback(ContactPoint point, ContactPointName fallback) {
        return new ContactPoint(point.name(), point.settings(), point.style(), fallback, point.isProvisioned());
    }

    public static ContactPoint withLines(ContactPoint point, LinesShown lines) {
        return point.with(new MessageStyle(
                point.sendResolved(),
                point.mention(),
                point.update(),
                point.grouping(),
                point.language(),
                point.title(),
                point.text(),
                lines));
    }

    public static ContactPoint withLanguage(ContactPoint point, Language language) {
        return point.with(new MessageStyle(
                point.sendResolved(),
                point.mention(),
                point.update(),
                point.grouping(),
                language,
                point.title(),
                point.text(),
                point.lines()));
    }

    public static ContactPoint withUpdate(ContactPoint point, UpdateMode update) {
        return point.with(new MessageStyle(
                point.sendResolved(),
                point.mention(),
                update,
                point.grouping(),
                point.language(),
                point.title(),
                point.text(),
                point.lines()));
    }

    public static ContactPoint withTemplates(
            ContactPoint point, @Nullable TextTemplate title, @Nullable TextTemplate text) {
        return point.with(new MessageStyle(
                point.sendResolved(),
                point.mention(),
                point.update(),
                point.grouping(),
                point.language(),
                title,
                text,
                point.lines()));
    }
}
