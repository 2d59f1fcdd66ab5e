package io.tocsin.api;

import io.tocsin.api.PrometheusRules.RulesGroup;
import io.tocsin.text.Sha256;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cuts the groups of rules into pages as Prometheus does: a page ends with the name of the group after it. */
final class RuleGroupPages {

    private RuleGroupPages() {}

    /**
     * One page.
     *
     * @param limit {@code group_limit}; null or empty: all groups
     * @param token {@code group_next_token} of the page before; null or empty: the first page
     * @throws IllegalArgumentException with Prometheus' words if one of them is wrong
     */
    static PrometheusRules of(List<RulesGroup> groups, @Nullable String limit, @Nullable String token) {
        boolean isLimited = limit != null && !limit.isEmpty();
        boolean hasToken = token != null && !token.isEmpty();
        if (!isLimited) {
            if (hasToken) {
                throw new IllegalArgumentException(
                        "group_limit needs to be specified in order to paginate over the groups");
            }
            return new PrometheusRules(groups, null);
        }
        int size = size(limit);
        int first = !hasToken
                ? 0
                : IntStream.range(0, groups.size())
                        .filter(index -> token(groups.get(index)).equals(token))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "invalid group_next_token '" + token + "'. were rule groups changed?"));
        int end = Math.min(groups.size(), first + size);
        return new PrometheusRules(groups.subList(first, end), end < groups.size() ? token(groups.get(end)) : null);
    }

    private static int size(@Nullable String limit) {
        try {
            int size = Integer.parseInt(String.valueOf(limit));
            if (size > 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid group_limit value: " + limit + " is not a number", e);
        }
        throw new IllegalArgumentException("group_limit value must be greater than 0");
    }

    private static String token(RulesGroup group) {
        return Sha256.hex(group.file() + ";" + group.name()).substring(0, 40);
    }
}
