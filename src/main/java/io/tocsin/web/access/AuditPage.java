package io.tocsin.web.access;

import io.tocsin.access.AuditEntry;
import io.tocsin.access.store.AuditLog;
import io.tocsin.web.FormValues;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Who changed what, when and from where. */
@Controller
class AuditPage {

    private static final int PAGE = 50;
    private static final String FILES_CHANGED = "RELOAD ";

    private final AuditLog entries;

    private final MessageSource messages;

    AuditPage(AuditLog entries, MessageSource messages) {
        this.entries = entries;
        this.messages = messages;
    }

    /** @param title the key of a short name, for the actions that have one */
    record AuditRow(AuditEntry entry, String title) {

        static AuditRow of(AuditEntry entry) {
            return new AuditRow(entry, titleOf(entry.action()));
        }

        /** Whether nobody did it: files were changed beside Tocsin, which says so in its own words. */
        public boolean isFiles() {
            return entry.actor().equals(AuditEntry.FILES);
        }
    }

    private static String titleOf(String action) {
        String words = action.replaceAll("/\\{[^}]*}", "")
                .replaceAll("[^A-Za-z0-9]+", ".")
                .toLowerCase(Locale.ROOT);
        return "audit.action." + words;
    }

    /** Those whose name on the page, or that of who does them, has the text in it: people look for what they see. */
    private List<String> actions(String text, Locale locale) {
        boolean isFiles = shows("audit.files", text, locale);
        return text.isEmpty()
                ? List.of()
                : entries.actions().stream()
                        .filter(action ->
                                isFiles && action.startsWith(FILES_CHANGED) || shows(titleOf(action), text, locale))
                        .toList();
    }

    private boolean shows(String key, String text, Locale locale) {
        return String.valueOf(messages.getMessage(key, null, "", locale))
                .toLowerCase(locale)
                .contains(text.toLowerCase(locale));
    }

    @GetMapping("/audit")
    String audit(FormValues query, Locale locale, Model model) {
        long below = below(query.text("below"));
        List<AuditEntry> found = entries.find(query.text("q"), actions(query.text("q"), locale), below, PAGE + 1);
        List<AuditEntry> shown = found.subList(0, Math.min(PAGE, found.size()));
        model.addAttribute("rows", shown.stream().map(AuditRow::of).toList());
        model.addAttribute("q", query.text("q"));
        model.addAttribute("isFirst", below == Long.MAX_VALUE);
        model.addAttribute(
                "older",
                found.size() > PAGE ? Long.toString(shown.get(shown.size() - 1).id()) : "");
        return "audit";
    }

    private static long below(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
