package io.tocsin.gotemplate;

import io.tocsin.text.TextBudget;
import io.tocsin.text.go.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One execution of a template: walks the nodes and writes text. */
final class TemplateRun {

    private static final int DEEPEST_CALL = 100;

    private final GoTemplate template;
    private final Evaluator evaluator;
    private final TemplateContext context;
    private final TextBudget budget;
    private StringBuilder output = new StringBuilder();
    private boolean escapes = true;
    private int depth;

    TemplateRun(GoTemplate template, @Nullable Object dot, Map<String, ?> declared, TemplateContext context) {
        this.template = template;
        this.context = context;
        this.budget = context.budget();
        this.evaluator = new Evaluator(template, this, context, dot, declared);
    }

    /** How walking on goes after a node. */
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    String execute(List<Node> nodes, @Nullable Object dot) {
        walk(nodes, dot);
        return output.toString();
    }

    /** What the template of this name writes; the action that asks for it escapes it, so nothing inside does. */
    String rendered(String name, @Nullable Object dot) {
        StringBuilder outer = output;
        boolean outerEscapes = escapes;
        output = new StringBuilder();
        escapes = false;
        call(name, definition(name), dot);
        String text = output.toString();
        output = outer;
        escapes = outerEscapes;
        return text;
    }

    private Flow walk(List<Node> nodes, @Nullable Object dot) {
        for (Node node : nodes) {
            Flow flow = walk(node, dot);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow walk(Node node, @Nullable Object dot) {
        evaluator.at(node);
        evaluator.countStep();
        if (node instanceof Node.Text text) {
            append(text.text());
        } else if (node instanceof Node.Action action) {
            Object value = evaluator.pipeline(dot, action.pipe());
            if (action.pipe().variables().isEmpty()) {
                String text = value == null ? "<no value>" : GoValue.print(value);
                append(escapes ? context.escaped(text) : text);
            }
        } else if (node instanceof Node.Branch branch) {
            return branch.keyword().equals("range") ? range(branch, dot) : choose(branch, dot);
        } else if (node instanceof Node.Call call) {
            List<Node> body = definition(call.name());
            call(call.name(), body, call.pipe() == null ? null : evaluator.pipeline(dot, call.pipe()));
        } else if (node instanceof Node.Jump jump) {
            return jump.isBreak() ? Flow.BREAK : Flow.CONTINUE;
        }
        return Flow.NEXT;
    }

    private void append(String text) {
        try {
            budget.check((long) output.length() + text.length());
            budget.take(text.length());
        } catch (TextBudget.Exceeded e) {
            throw evaluator.error(String.valueOf(e.getMessage()));
        }
        output.append(text);
    }

    private Flow choose(Node.Branch branch, @Nullable Object dot) {
        int mark = evaluator.variables.size();
        Object value = evaluator.pipeline(dot, branch.pipe());
        Flow flow = Flow.NEXT;
        if (GoValue.isTrue(value)) {
            flow = walk(branch.body(), branch.keyword().equals("with") ? value : dot);
        } else if (branch.otherwise() != null) {
            flow = walk(branch.otherwise(), dot);
        }
        evaluator.variables.pop(mark);
        return flow;
    }

    private Flow range(Node.Branch branch, @Nullable Object dot) {
        int mark = evaluator.variables.size();
        Object value = evaluator.pipeline(dot, branch.pipe());
        int inner = evaluator.variables.size();
        boolean isEmpty = true;
        for (Map.Entry<Object, @Nullable Object> item : items(value, branch)) {
            isEmpty = false;
            bind(branch.pipe(), item);
            Flow flow = walk(branch.body(), item.getValue());
            evaluator.variables.pop(inner);
            if (flow == Flow.BREAK) {
                break;
            }
        }
        Flow flow = isEmpty && branch.otherwise() != null ? walk(branch.otherwise(), dot) : Flow.NEXT;
        evaluator.variables.pop(mark);
        return flow;
    }

    private void bind(Node.Pipe pipe, Map.Entry<Object, @Nullable Object> item) {
        int count = pipe.variables().size();
        if (count > 0) {
            evaluator.variables.bind(
                    pipe.variables().get(count - 1).names().get(0), item.getValue(), pipe.isAssignment());
        }
        if (count > 1) {
            evaluator.variables.bind(pipe.variables().get(0).names().get(0), item.getKey(), pipe.isAssignment());
        }
    }

    private Iterable<Map.Entry<Object, @Nullable Object>> items(@Nullable Object value, Node.Branch branch) {
        List<Map.Entry<Object, @Nullable Object>> items = new ArrayList<>();
        Map<?, ?> map = value instanceof LabelMap labels ? labels.values() : value instanceof Map<?, ?> m ? m : null;
        if (map != null) {
            new TreeMap<>(map).forEach((key, item) -> items.add(new java.util.AbstractMap.SimpleEntry<>(key, item)));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> items.add(new java.util.AbstractMap.SimpleEntry<>((long) items.size(), item)));
        } else if (GoValue.isInteger(value)) {
            long count = Math.min(MathFunctions.toLong(value), Evaluator.MOST_STEPS + 1L);
            for (long i = 0; i < count; i++) {
                items.add(new java.util.AbstractMap.SimpleEntry<>(i, i));
            }
        } else if (value != null) {
            evaluator.at(branch.pipe());
            throw evaluator.error("range can't iterate over " + GoValue.print(value));
        }
        return items;
    }

    private List<Node> definition(String name) {
        List<Node> body = template.definition(name);
        if (body == null) {
            throw evaluator.error("template " + Quoting.quote(name) + " not defined");
        }
        if (depth >= DEEPEST_CALL) {
            throw evaluator.error("exceeded maximum template depth (" + DEEPEST_CALL + ")");
        }
        return body;
    }

    private void call(String name, List<Node> body, @Nullable Object dot) {
        Evaluator.Spot spot = evaluator.moveTo(template.ownerOf(name));
        String caller = evaluator.enter(name, dot);
        depth++;
        walk(body, dot);
        depth--;
        evaluator.leave(caller);
        evaluator.backTo(spot);
    }
}
