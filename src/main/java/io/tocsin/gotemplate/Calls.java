package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.Arguments;
import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.text.TextBudget;
import io.tocsin.text.go.ConversionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls functions: counts and checks the arguments, and turns failures into Go's messages. */
final class Calls {

    /** Stands for the missing value in front of the first command of a pipeline. */
    static final Object NOTHING = new Object();

    private final Evaluator evaluator;
    private final TemplateContext context;

    Calls(Evaluator evaluator, TemplateContext context) {
        this.evaluator = evaluator;
        this.context = context;
    }

    @Nullable
    Object function(@Nullable Object dot, String name, Node command, List<Node> arguments, @Nullable Object last) {
        TemplateFunction function = evaluator.functions().find(name);
        if (function == null) {
            throw evaluator.error("\"" + name + "\" is not a defined function");
        }
        return call(dot, function, command, arguments, last);
    }

    /**
     * @param arguments the function itself, then its arguments
     * @param last the final argument, from the command before; {@link #NOTHING} if there is none
     */
    @Nullable
    Object call(
            @Nullable Object dot,
            TemplateFunction function,
            Node command,
            List<Node> arguments,
            @Nullable Object last) {
        checkCount(function, arguments.size() - 1, last != NOTHING);
        if (function.name().equals("and") || function.name().equals("or")) {
            return shortCircuit(dot, function, arguments, last);
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            values.add(argument(dot, arguments.get(i), typeOf(function, i - 1)));
        }
        if (last != NOTHING) {
            values.add(evaluator.checkType(last, typeOf(function, values.size())));
        }
        if (function.name().equals("tmpl")) {
            return evaluator.rendered((String) Objects.requireNonNull(values.get(0)), values.get(1));
        }
        try {
            return bounded(function, values);
        } catch (ConversionException | TextBudget.Exceeded e) {
            evaluator.at(command);
            throw evaluator.error("error calling " + function.name() + ": " + e.getMessage());
        }
    }

    /** No function makes more than a few times what it is given; those that do look at the budget themselves. */
    private @Nullable Object bounded(TemplateFunction function, List<@Nullable Object> values) {
        TextBudget budget = context.budget();
        boolean isPrinting =
                function.rest() == FunctionType.ANY || function.name().equals("toJson");
        long given = 0;
        for (Object value : values) {
            if (value instanceof String || isPrinting) {
                long size = GoValue.sizeOf(value);
                given += size;
                budget.check(given);
                budget.take(value instanceof String ? 0 : size);
            }
        }
        Object result = function.body().call(new Arguments(values), context);
        budget.take(GoValue.sizeMade(result));
        return result;
    }

    private static FunctionType typeOf(TemplateFunction function, int index) {
        if (index < function.fixed().size()) {
            return function.fixed().get(index);
        }
        return function.rest() == null ? FunctionType.ANY : function.rest();
    }

    private void checkCount(TemplateFunction function, int written, boolean hasLast) {
        int given = written + (hasLast ? 1 : 0);
        int wanted = function.fixed().size();
        if (function.rest() != null ? given < wanted : given != wanted) {
            throw evaluator.error("wrong number of args for " + function.name() + ": want "
                    + (function.rest() != null ? "at least " : "") + wanted + " got "
                    + (function.rest() != null ? written : given));
        }
    }

    private @Nullable Object shortCircuit(
            @Nullable Object dot, TemplateFunction function, List<Node> arguments, @Nullable Object last) {
        boolean stopsAt = function.name().equals("or");
        Object value = null;
        for (int i = 1; i < arguments.size(); i++) {
            value = argument(dot, arguments.get(i), FunctionType.VALUE);
            if (GoValue.isTrue(value) == stopsAt) {
                return value;
            }
        }
        return last == NOTHING ? value : last;
    }

    private @Nullable Object argument(@Nullable Object dot, Node node, FunctionType type) {
        evaluator.at(node);
        if (!(node instanceof Node.Constant constant)) {
            return evaluator.checkType(evaluator.operand(dot, node), type);
        }
        if (constant.type() == Node.Constant.Type.NIL) {
            if (type != FunctionType.ANY) {
                throw evaluator.error("cannot assign nil to " + type.goName());
            }
            return null;
        }
        return constant(constant, type);
    }

    private Object constant(Node.Constant constant, FunctionType type) {
        Object value = constant.value();
        if (value == null) {
            throw evaluator.error("nil is not a command");
        }
        switch (type) {
            case STRING -> {
                if (value instanceof String) {
                    return value;
                }
                throw evaluator.error("expected string; found " + constant);
            }
            case INT -> {
                if (value instanceof Long || value instanceof Double number && number == Math.rint(number)) {
                    return ((Number) value).longValue();
                }
                throw evaluator.error("expected integer; found " + constant);
            }
            case FLOAT -> {
                if (value instanceof Number number) {
                    return number.doubleValue();
                }
                throw evaluator.error("expected float; found " + constant);
            }
            case STRINGS -> throw evaluator.error("can't handle " + constant + " for arg of type []string");
            case TIME -> throw evaluator.error("can't handle " + constant + " for arg of type time.Time");
            default -> {
                return value;
            }
        }
    }
}
