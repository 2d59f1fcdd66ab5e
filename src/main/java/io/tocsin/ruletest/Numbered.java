package io.tocsin.ruletest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Lists whose members are known by their number, from 1. */
final class Numbered {

    private Numbered() {}

    static <A, B> List<B> each(List<A> list, BiFunction<A, Integer, B> function) {
        List<B> results = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            results.add(function.apply(list.get(i), i + 1));
        }
        return results;
    }
}
