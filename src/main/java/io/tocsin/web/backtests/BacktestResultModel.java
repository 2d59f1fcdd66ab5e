package io.tocsin.web.backtests;

import io.tocsin.backtest.BacktestJob;
import io.tocsin.backtest.BacktestResult;
import io.tocsin.web.PlainBytes;
import io.tocsin.web.chat.ChatView;
import io.tocsin.web.chat.DiscordView;
import io.tocsin.web.chat.SlackView;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a finished backtest found, for its page. */
@Component
class BacktestResultModel {

    private static final int LISTED = 100;

    private final JsonMapper json;

    BacktestResultModel(JsonMapper json) {
        this.json = json;
    }

    void fill(BacktestJob job, BacktestResult result, Model model) {
        model.addAttribute("timeline", BacktestView.timeline(result));
        model.addAttribute("days", BacktestView.days(result));
        model.addAttribute(
                "firings",
                result.fired().firings().stream()
                        .limit(LISTED)
                        .map(firing ->
                                BacktestView.FiringRow.of(firing, result.past().evaluatedUntil()))
                        .toList());
        model.addAttribute(
                "notifications",
                result.told().notifications().stream().limit(LISTED).toList());
        model.addAttribute("listed", LISTED);
        model.addAttribute("bytes", PlainBytes.print(result.bytesScanned()));
        model.addAttribute("isPartial", result.past().endsEarly());
        addMessage(result.told().message(), model);
        model.addAttribute("hasManyRules", BacktestView.of(job).rules().size() > 1);
    }

    private void addMessage(BacktestResult.@Nullable WouldBeMessage message, Model model) {
        model.addAttribute("message", message);
        if (message == null) {
            return;
        }
        JsonNode payload = json.readTree(message.payload());
        boolean isDiscord = message.kind().equals("discord");
        model.addAttribute("service", isDiscord ? "discord" : "slack");
        model.addAttribute("view", view(message.kind(), payload));
        model.addAttribute("payload", json.writerWithDefaultPrettyPrinter().writeValueAsString(payload));
    }

    private static @Nullable ChatView view(String kind, JsonNode payload) {
        return switch (kind) {
            case "discord" -> DiscordView.of(payload);
            case "webhook" -> null;
            default -> SlackView.of(payload);
        };
    }
}
