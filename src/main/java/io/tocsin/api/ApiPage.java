package io.tocsin.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next the {@code cursor} of the following page; null at the end. It names the last thing of this page, so that what
 *     comes and goes meanwhile makes nothing appear twice or be passed by
 */
public record ApiPage<T>(List<T> items, @Nullable String next) {

    public static final String DEFAULT_LIMIT = "50";

    private static final int MOST = 500;

    public ApiPage {
        items = List.copyOf(items);
    }

    /** @param limit how many things fit on the page; what is given at once has an end of its own */
    public record PageQuestion(@Nullable String cursor, int limit) {

        public int size() {
            return ApiPage.size(limit);
        }
    }

    /** What is asked for, within what is given at once. */
    public static int size(int limit) {
        return Math.min(Math.max(limit, 1), MOST);
    }

    /**
     * The page behind a cursor.
     *
     * @param key says where each of them stands, by the order; no two have the same
     * @param view makes what is answered of the things of the page
     */
    public static <S, T> ApiPage<T> behind(
            PageQuestion question,
            Collection<S> all,
            Function<S, String> key,
            Comparator<String> order,
            Function<List<S>, List<T>> view) {
        String after = question.cursor() == null || question.cursor().isEmpty() ? null : decoded(question.cursor());
        SortedMap<String, S> behind = new TreeMap<>(order);
        for (S one : all) {
            String place = key.apply(one);
            if (after == null || order.compare(place, after) > 0) {
                behind.put(place, one);
                if (behind.size() > question.size() + 1) {
                    behind.remove(behind.lastKey());
                }
            }
        }
        boolean isLast = behind.size() <= question.size();
        if (!isLast) {
            behind.remove(behind.lastKey());
        }
        return new ApiPage<>(view.apply(List.copyOf(behind.values())), isLast ? null : encoded(behind.lastKey()));
    }

    private static String encoded(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiReading.bad("cursor must be the \"next\" of another page", e);
        }
    }

    /** Of a page that was asked for with one thing more than fits. */
    public static <S, T> ApiPage<T> ofOneMore(List<S> found, int limit, Function<S, String> key, Function<S, T> view) {
        List<S> page = found.subList(0, Math.min(found.size(), size(limit)));
        boolean isLast = page.size() == found.size();
        return new ApiPage<>(page.stream().map(view).toList(), isLast ? null : key.apply(page.get(page.size() - 1)));
    }

    /** The cursor of a list that numbers its things */
    public static @Nullable Long number(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        if (!cursor.matches("\\d{1,18}")) {
            throw ApiReading.bad("cursor must be the \"next\" of another page", null);
        }
        return Long.valueOf(cursor);
    }
}
