package io.tocsin.web.status;

import io.tocsin.contactpoint.answer.AnswerSockets;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What runs, with which settings, files and replicas. */
@Controller
class StatusPage {

    private final WatchedThings things;
    private final RunningProcesses processes;
    private final FilesInForce files;
    private final StorageFigures storage;
    private final VisibleSettings settings;
    private final StatusMetrics metrics;
    private final AnswerSockets answers;

    StatusPage(
            WatchedThings things,
            RunningProcesses processes,
            FilesInForce files,
            StorageFigures storage,
            VisibleSettings settings,
            StatusMetrics metrics,
            AnswerSockets answers) {
        this.things = things;
        this.processes = processes;
        this.files = files;
        this.storage = storage;
        this.settings = settings;
        this.metrics = metrics;
        this.answers = answers;
    }

    @GetMapping("/status")
    String status(Locale locale, Model model) {
        model.addAttribute("concerns", things.concerns(locale));
        model.addAttribute("tasks", things.tasks());
        processes.fill(model);
        files.fill(model);
        storage.fill(model);
        model.addAttribute("settings", settings.all());
        model.addAttribute("metrics", metrics.all());
        model.addAttribute("answers", answers.apps());
        return "status";
    }
}
