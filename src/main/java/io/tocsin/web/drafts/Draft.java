package io.tocsin.web.drafts;

import io.tocsin.web.FormValues;
import java.util.regex.Pattern;

/**
 * A rule file that somebody is writing.
 *
 * @param file where it is meant to be, relative to the rules directory
 * @param text with {@code \n} at the ends of lines
 */
public record Draft(String file, String text) {

    private static final int MAX_NAME = 200;
    private static final Pattern NAME = Pattern.compile(
            "(?!\\.)[^/\\\\\\p{Cntrl}]+(/(?!\\.)[^/\\\\\\p{Cntrl}]+)*\\.ya?ml", Pattern.CASE_INSENSITIVE);

    static Draft of(FormValues form) {
        String typed = form.values().getFirst("text");
        String text = typed == null ? "" : typed.replace("\r\n", "\n").replace('\r', '\n');
        return new Draft(form.text("file"), text);
    }

    /** Whether such a file would be read from the rules directory. */
    boolean hasUsableName() {
        return file.length() <= MAX_NAME && NAME.matcher(file).matches();
    }

    /** The name of the diff, for a download. */
    String diffName() {
        return fileName() + ".diff";
    }

    /** The file without its folder, for a download. */
    String fileName() {
        return file.substring(file.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
