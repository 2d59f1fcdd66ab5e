package io.tocsin.gotemplate;

import io.tocsin.gotemplate.GoTemplate.Reference;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks through a template without running it: what it reads of its data, and what can only fail. */
final class Inspection {

    private static final Pattern BAD_VERB = Pattern.compile("%!\\S{1,2}\\(|%!\\((EXTRA|NOVERB|BAD)");

    private final GoTemplate template;
    /** What each variable stands for, as a path from the data; absent when that is not known. */
    private final Map<String, List<String>> variables;

    private final List<Reference> references = new ArrayList<>();

    Inspection(GoTemplate template, Map<String, List<String>> variables) {
        this.template = template;
        this.variables = new HashMap<>(variables);
        this.variables.put("$", List.of());
    }

    /** @throws GoTemplateException at the first action that can only fail */
    List<Reference> references(List<Node> root) {
        walk(root, List.of());
        variables.clear();
        template.definitions().values().forEach(body -> walk(body, null));
        return List.copyOf(references);
    }

    /** @param dot the path of what the dot stands for; null when it is not known */
    private void walk(List<Node> nodes, @Nullable List<String> dot) {
        for (Node node : nodes) {
            if (node instanceof Node.Action action) {
                pipe(action.pipe(), dot, false);
            } else if (node instanceof Node.Branch branch) {
                boolean isRange = branch.keyword().equals("range");
                List<String> value = pipe(branch.pipe(), dot, isRange);
                walk(branch.body(), branch.keyword().equals("if") ? dot : isRange ? null : value);
                walk(branch.otherwise() == null ? List.of() : branch.otherwise(), dot);
            } else if (node instanceof Node.Call call) {
                call(call, dot);
            }
        }
    }

    private void call(Node.Call call, @Nullable List<String> dot) {
        if (template.definition(call.name()) == null) {
            throw problem(call, "template " + Quoting.quote(call.name()) + " not defined");
        }
        if (call.pipe() != null) {
            pipe(call.pipe(), dot, false);
        }
    }

    private @Nullable List<String> pipe(Node.Pipe pipe, @Nullable List<String> dot, boolean isRange) {
        List<String> value = null;
        for (int i = 0; i < pipe.commands().size(); i++) {
            value = command(pipe.commands().get(i), dot, i > 0);
        }
        for (Node.Variable variable : pipe.variables()) {
            variables.remove(variable.names().get(0));
            if (value != null && !isRange) {
                variables.put(variable.names().get(0), value);
            }
        }
        return value;
    }

    private @Nullable List<String> command(Node.Command command, @Nullable List<String> dot, boolean isPiped) {
        List<@Nullable List<String>> paths = new ArrayList<>();
        for (Node argument : command.arguments()) {
            boolean isCalled = paths.isEmpty() && argument instanceof Node.Identifier;
            paths.add(isCalled ? null : operand(argument, dot));
        }
        Node first = command.arguments().get(0);
        int arguments = command.arguments().size() - 1 + (isPiped ? 1 : 0);
        if (first instanceof Node.Identifier identifier) {
            return function(identifier, command, paths, arguments);
        }
        boolean isValue = first instanceof Node.Constant
                || first instanceof Node.Variable variable && variable.names().size() == 1;
        if (isValue && arguments > 0) {
            throw problem(first, "can't give argument to non-function " + first);
        }
        return arguments == 0 ? paths.get(0) : null;
    }

    private @Nullable List<String> operand(Node node, @Nullable List<String> dot) {
        if (node instanceof Node.Dot) {
            return dot;
        }
        if (node instanceof Node.Field field) {
            return read(dot, field.names(), start(field, field.names(), 1));
        }
        if (node instanceof Node.Variable variable) {
            List<String> names = variable.names();
            return read(variables.get(names.get(0)), names.subList(1, names.size()), start(variable, names, 0));
        }
        if (node instanceof Node.Chain chain) {
            return read(operand(chain.target(), dot), chain.names(), chain.position());
        }
        if (node instanceof Node.Identifier identifier) {
            return function(identifier, new Node.Command(identifier.position(), List.of(node)), List.of(), 0);
        }
        return node instanceof Node.Pipe pipe ? pipe(pipe, dot, false) : null;
    }

    /** Of several names in a row, Go knows the place of the second. */
    private static int start(Node node, List<String> names, int dots) {
        return node.position() - (names.size() > 1 ? names.get(0).length() + dots : 0);
    }

    private @Nullable List<String> read(@Nullable List<String> base, List<String> names, int offset) {
        if (base == null) {
            return null;
        }
        List<String> path = new ArrayList<>(base);
        path.addAll(names);
        if (!path.isEmpty()) {
            references.add(new Reference(List.copyOf(path), offset));
        }
        return path;
    }

    private @Nullable List<String> function(
            Node.Identifier identifier, Node.Command command, List<@Nullable List<String>> paths, int arguments) {
        TemplateFunction function = template.functions().find(identifier.name());
        if (function == null) {
            return null;
        }
        int wanted = function.fixed().size();
        if (function.rest() != null ? arguments < wanted : arguments != wanted) {
            throw problem(
                    identifier,
                    "wrong number of args for " + function.name() + ": want "
                            + (function.rest() != null ? "at least " : "") + wanted + " got " + arguments
                            + (arguments == 0 ? ", as in {{ $value | " + function.name() + " }}" : ""));
        }
        if (function.name().equals("printf")) {
            checkFormat(command, paths, arguments);
        }
        if (function.name().equals("index") && command.arguments().size() == arguments + 1) {
            return index(command, paths);
        }
        return null;
    }

    private @Nullable List<String> index(Node.Command command, List<@Nullable List<String>> paths) {
        List<String> keys = new ArrayList<>();
        for (Node key : command.arguments().subList(2, command.arguments().size())) {
            if (!(key instanceof Node.Constant constant) || !(constant.value() instanceof String text)) {
                return null;
            }
            keys.add(text);
        }
        return read(paths.get(1), keys, command.position());
    }

    /** Prints with values of the right types, as far as these are known, and looks for what Go says of wrong ones. */
    private static void checkFormat(Node.Command command, List<@Nullable List<String>> paths, int arguments) {
        Node first = command.arguments().get(Math.min(1, command.arguments().size() - 1));
        if (!(first instanceof Node.Constant constant) || !(constant.value() instanceof String format)) {
            return;
        }
        List<@Nullable Object> samples = new ArrayList<>();
        for (int i = 2; i < command.arguments().size(); i++) {
            samples.add(
                    command.arguments().get(i) instanceof Node.Constant value && value.value() != null
                            ? value.value()
                            : sample(paths.get(i)));
        }
        while (samples.size() < arguments - 1) {
            samples.add(Printf.ANYTHING);
        }
        String printed = format.length() > 1_000 ? "" : Printf.formatLeniently(format, samples);
        if (BAD_VERB.matcher(printed).find()) {
            throw problem(command, "printf " + constant + " would print " + printed);
        }
    }

    private static Object sample(@Nullable List<String> path) {
        return List.of("Value").equals(path) ? (Object) 1.0 : Printf.ANYTHING;
    }

    private static GoTemplateException problem(Node at, String problem) {
        return new GoTemplateException(problem, problem, at.position());
    }
}
