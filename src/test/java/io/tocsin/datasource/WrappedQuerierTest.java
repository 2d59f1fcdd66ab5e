package io.tocsin.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrappedQuerierTest {

    /** One that the port answers by itself would hide what the data source says: that it speaks LogQL, for example. */
    @Test
    void passesEveryQuestionOfThePortOn() {
        List<String> forgotten = Arrays.stream(Querier.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !isDeclared(method))
                .map(Method::getName)
                .toList();

        assertThat(forgotten).isEmpty();
    }

    private static boolean isDeclared(Method method) {
        return Arrays.stream(WrappedQuerier.class.getDeclaredMethods())
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }
}
