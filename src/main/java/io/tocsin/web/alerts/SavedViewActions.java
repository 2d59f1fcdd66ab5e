package io.tocsin.web.alerts;

import io.tocsin.access.store.SavedViews;
import io.tocsin.web.FormValues;
import java.security.Principal;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.util.UriComponentsBuilder;

/** Keeps and forgets filters of the alerts under names of a person's own. */
@Controller
class SavedViewActions {

    private static final List<String> PARTS = List.of("q", "show", "by", "sort");

    private final SavedViews views;

    SavedViewActions(SavedViews views) {
        this.views = views;
    }

    /** Takes {@code name} and the parts of the filter. */
    @PostMapping("/alerts/views")
    String save(FormValues form, Principal person) {
        String query = query(form);
        boolean isSaved = views.save(person.getName(), new SavedViews.SavedView(form.text("name"), query));
        return "redirect:/alerts?" + query + (isSaved ? "" : "&view=refused");
    }

    @PostMapping("/alerts/views/delete")
    String delete(FormValues form, Principal person) {
        views.delete(person.getName(), form.text("name"));
        return "redirect:/alerts?" + query(form);
    }

    private static String query(FormValues form) {
        UriComponentsBuilder query = UriComponentsBuilder.newInstance();
        for (String part : PARTS) {
            if (!form.text(part).isEmpty()) {
                query.queryParam(part, "{" + part + "}");
            }
        }
        String encoded = query.encode()
                .buildAndExpand(PARTS.stream()
                        .collect(java.util.stream.Collectors.toMap(part -> part, part -> (Object) form.text(part))))
                .getQuery();
        return encoded == null ? "" : encoded;
    }
}
