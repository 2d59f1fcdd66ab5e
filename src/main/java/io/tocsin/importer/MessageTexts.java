package io.tocsin.importer;

import io.tocsin.contactpoint.render.TemplateModel;
import io.tocsin.gotemplate.GoLibrary;
import io.tocsin.template.TemplateException;
import io.tocsin.template.TextTemplate;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** Whether titles and texts of messages mean something here, with the template files that go with them. */
public final class MessageTexts {

    private final GoLibrary library;

    /** @param templates by the names of their files */
    public MessageTexts(Map<String, String> templates) {
        this.library = GoLibrary.of(templates);
    }

    /** What is wrong with a template file; empty when it can be used. */
    public List<String> problemsOf(String file) {
        return library.problems().stream()
                .filter(problem -> problem.startsWith(file + ":"))
                .toList();
    }

    /** Says what is wrong with a text that is written as it is. */
    public void check(String text, Node at, String field, ImportRemarks remarks) {
        try {
            TextTemplate.compile(text, TemplateModel.NAMES, library);
        } catch (TemplateException e) {
            remarks.lost(at, field + ": " + e.getMessage() + "; the built-in text is used until this is mended");
        }
    }
}
