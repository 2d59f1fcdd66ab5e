package io.tocsin.gotemplate;

import io.tocsin.gotemplate.TemplateFunction.FunctionType;
import io.tocsin.text.go.GoTime;
import io.tocsin.text.go.Quoting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates pipelines, commands and operands; knows the node it is at for the error message. */
final class Evaluator {

    /** The most nodes that one execution may visit. */
    static final int MOST_STEPS = 20_000;

    final Variables variables = new Variables();

    private final GoTemplate template;
    private final TemplateRun run;
    private final Calls calls;
    private int scope;
    private String executing;
    private @Nullable Node current;
    private int steps;
    private int entry;
    /** Whose text is walked now, the template's own or that of its library; the own one called into it at the entry. */
    private GoTemplate source;

    Evaluator(
            GoTemplate template,
            TemplateRun run,
            TemplateContext context,
            @Nullable Object dot,
            Map<String, ?> declared) {
        this.template = template;
        this.source = template;
        this.run = run;
        this.executing = template.name();
        this.calls = new Calls(this, context);
        variables.push("$", dot);
        declared.forEach(variables::push);
    }

    FunctionTable functions() {
        return template.functions();
    }

    /** What the template of this name writes. */
    String rendered(String name, @Nullable Object dot) {
        return run.rendered(name, dot);
    }

    void at(Node node) {
        current = node;
    }

    void countStep() {
        if (++steps > MOST_STEPS) {
            throw error("template takes too long");
        }
    }

    record Spot(GoTemplate source, @Nullable Node node) {}

    Spot moveTo(GoTemplate next) {
        Spot before = new Spot(source, current);
        if (source == template && current != null) {
            entry = current.position();
        }
        source = next;
        return before;
    }

    void backTo(Spot spot) {
        source = spot.source();
        current = spot.node();
    }

    /** Begins the called template, which sees no variable of its caller; returns what {@link #leave} needs. */
    String enter(String name, @Nullable Object dot) {
        String caller = scope + ":" + variables.size() + ":" + executing;
        scope = variables.size();
        variables.push("$", dot);
        executing = name;
        return caller;
    }

    void leave(String caller) {
        String[] parts = caller.split(":", 3);
        scope = Integer.parseInt(parts[0]);
        variables.pop(Integer.parseInt(parts[1]));
        executing = parts[2];
    }

    GoTemplateException error(String message) {
        if (current == null) {
            return new GoTemplateException("template: " + template.name() + ": " + message, message, 0);
        }
        if (source != template) {
            String problem = source.location(current.position()) + ": " + message;
            return new GoTemplateException("template: " + problem, problem, entry);
        }
        return new GoTemplateException(
                "template: " + template.location(current.position()) + ": executing " + Quoting.quote(executing)
                        + " at <" + current + ">: " + message,
                message,
                current.position());
    }

    @Nullable
    Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
        at(pipe);
        countStep();
        Object value = null;
        for (int i = 0; i < pipe.commands().size(); i++) {
            value = command(dot, pipe.commands().get(i), i == 0 ? Calls.NOTHING : value);
        }
        if (pipe.variables().size() == 1 || !pipe.isAssignment()) {
            for (Node.Variable variable : pipe.variables()) {
                variables.bind(variable.names().get(0), value, pipe.isAssignment());
            }
        }
        return value;
    }

    private @Nullable Object command(@Nullable Object dot, Node.Command command, @Nullable Object last) {
        Node first = command.arguments().get(0);
        if (first instanceof Node.Field field) {
            at(field);
            return fieldChain(dot, dot, field, field.names(), command.arguments(), last);
        }
        if (first instanceof Node.Chain chain) {
            return chain(dot, chain, command.arguments(), last);
        }
        if (first instanceof Node.Identifier identifier) {
            at(identifier);
            return calls.function(dot, identifier.name(), command, command.arguments(), last);
        }
        if (first instanceof Node.Variable variable) {
            return variable(dot, variable, command.arguments(), last);
        }
        at(first);
        if (command.arguments().size() > 1 || last != Calls.NOTHING) {
            throw error("can't give argument to non-function " + first);
        }
        if (first instanceof Node.Pipe pipe) {
            return pipeline(dot, pipe);
        }
        if (first instanceof Node.Constant constant && constant.type() == Node.Constant.Type.NIL) {
            throw error("nil is not a command");
        }
        return operand(dot, first);
    }

    /** The value of an operand that stands without arguments. */
    @Nullable
    Object operand(@Nullable Object dot, Node node) {
        at(node);
        if (node instanceof Node.Dot) {
            return dot;
        }
        if (node instanceof Node.Constant constant) {
            return constant.value();
        }
        if (node instanceof Node.Field field) {
            return fieldChain(dot, dot, field, field.names(), List.of(node), Calls.NOTHING);
        }
        if (node instanceof Node.Variable variable) {
            return variable(dot, variable, List.of(node), Calls.NOTHING);
        }
        if (node instanceof Node.Pipe pipe) {
            return pipeline(dot, pipe);
        }
        if (node instanceof Node.Identifier identifier) {
            return calls.function(dot, identifier.name(), identifier, List.of(node), Calls.NOTHING);
        }
        return chain(dot, (Node.Chain) node, List.of(node), Calls.NOTHING);
    }

    private @Nullable Object chain(
            @Nullable Object dot, Node.Chain chain, List<Node> arguments, @Nullable Object last) {
        at(chain);
        if (chain.target() instanceof Node.Constant) {
            throw error("indirection through explicit nil in " + chain);
        }
        Object target = operand(dot, chain.target());
        return fieldChain(dot, target, chain, chain.names(), arguments, last);
    }

    private @Nullable Object variable(
            @Nullable Object dot, Node.Variable variable, List<Node> arguments, @Nullable Object last) {
        at(variable);
        String name = variable.names().get(0);
        if (!variables.has(name, scope)) {
            throw error("undefined variable: " + name);
        }
        Object value = variables.get(name);
        if (variable.names().size() == 1) {
            if (arguments.size() > 1 || last != Calls.NOTHING) {
                throw error("can't give argument to non-function " + variable);
            }
            return value;
        }
        return fieldChain(
                dot,
                value,
                variable,
                variable.names().subList(1, variable.names().size()),
                arguments,
                last);
    }

    private @Nullable Object fieldChain(
            @Nullable Object dot,
            @Nullable Object receiver,
            Node node,
            List<String> names,
            List<Node> arguments,
            @Nullable Object last) {
        Object value = receiver;
        for (int i = 0; i < names.size(); i++) {
            boolean isLast = i == names.size() - 1;
            value = field(
                    dot,
                    value,
                    names.get(i),
                    node,
                    isLast ? arguments : arguments.subList(0, 1),
                    isLast ? last : Calls.NOTHING,
                    i > 0);
        }
        return value;
    }

    private @Nullable Object field(
            @Nullable Object dot,
            @Nullable Object receiver,
            String name,
            Node node,
            List<Node> arguments,
            @Nullable Object last,
            boolean isNested) {
        at(node);
        if (receiver == null) {
            if (isNested) {
                throw error("nil pointer evaluating interface {}." + name);
            }
            return null;
        }
        TemplateFunction method = method(receiver, name);
        if (method != null) {
            return calls.call(dot, method, node, arguments, last);
        }
        Map<?, ?> parts =
                receiver instanceof GoStruct struct ? struct.fields() : receiver instanceof Map<?, ?> map ? map : null;
        boolean isKnown = receiver instanceof GoStruct struct
                ? struct.fields().containsKey(name)
                : receiver instanceof LabelMap || parts != null;
        if (!isKnown) {
            throw error("can't evaluate field " + name + " in type " + GoValue.typeName(receiver));
        }
        if (arguments.size() > 1 || last != Calls.NOTHING) {
            throw error(name + " is not a method but has arguments");
        }
        if (receiver instanceof LabelMap labels) {
            return labels.values().getOrDefault(name, "");
        }
        return parts == null ? null : parts.get(name);
    }

    private static @Nullable TemplateFunction method(Object receiver, String name) {
        if (receiver instanceof GoTime time) {
            return TimeMethods.find(time, name);
        }
        if (receiver instanceof KeyValues labels) {
            return labels.method(name);
        }
        return receiver instanceof GoList list ? list.method(name) : null;
    }

    /** Checks the type of a value that was computed. */
    @Nullable
    Object checkType(@Nullable Object value, FunctionType type) {
        boolean fits = switch (type) {
            case STRING -> value instanceof String;
            case STRINGS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
            case INT -> value instanceof Long;
            case FLOAT -> value instanceof Double;
            case TIME -> value instanceof GoTime;
            case ANY, VALUE -> true;
        };
        if (!fits) {
            throw error(
                    value == null
                            ? "invalid value; expected " + type.goName()
                            : "wrong type for value; expected " + type.goName() + "; got " + GoValue.typeName(value));
        }
        return value;
    }
}
