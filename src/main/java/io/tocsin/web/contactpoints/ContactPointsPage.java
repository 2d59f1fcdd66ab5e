package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.contactpoint.store.StoredContactPoints;
import io.tocsin.web.FormValues;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Where messages go, and whether they arrive. */
@Controller
class ContactPointsPage {

    private static final Set<String> NEWS = Set.of("saved", "deleted", "unparked", "disabled", "enabled", "restored");

    private final ContactPoints contactPoints;
    private final ContactPointCatalog catalog;
    private final ContactPointOperations operations;
    private final ContactPointDetail detail;
    private final StoredContactPoints stored;

    ContactPointsPage(
            ContactPoints contactPoints,
            ContactPointCatalog catalog,
            ContactPointOperations operations,
            ContactPointDetail detail,
            StoredContactPoints stored) {
        this.contactPoints = contactPoints;
        this.catalog = catalog;
        this.operations = operations;
        this.detail = detail;
        this.stored = stored;
    }

    @GetMapping("/contact-points")
    String contactPoints(FormValues query, Model model) {
        model.addAttribute("rows", operations.rows());
        model.addAttribute("fileProblems", catalog.problems());
        model.addAttribute("kinds", ContactPointForm.KINDS);
        model.addAttribute(
                "deleted",
                stored.findDeleted().stream()
                        .filter(name -> contactPoints.find(name).isEmpty())
                        .toList());
        addNews(query, model);
        return "contact-points";
    }

    @GetMapping("/contact-points/{name}")
    String contactPoint(@PathVariable("name") String address, FormValues query, Model model) {
        String name = ContactPointAddress.name(address);
        detail.fill(name, model);
        model.addAttribute("test", null);
        addNews(query, model);
        return "contact-point";
    }

    private static void addNews(FormValues query, Model model) {
        String done = query.text("done");
        model.addAttribute("done", NEWS.contains(done) ? done : "");
    }
}
