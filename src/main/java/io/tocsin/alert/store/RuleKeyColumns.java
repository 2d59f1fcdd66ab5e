package io.tocsin.alert.store;

import io.tocsin.label.Fingerprint;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The four columns that name a rule: {@code group_file}, {@code group_name}, {@code alert_name}, {@code rule_labels}. */
public final class RuleKeyColumns {

    public static final String CONDITION = "group_file = ? and group_name = ? and alert_name = ? and rule_labels = ?";

    private RuleKeyColumns() {}

    public static RuleKey read(ResultSet row) throws SQLException {
        return new RuleKey(
                new GroupKey(row.getString("group_file"), row.getString("group_name")),
                row.getString("alert_name"),
                new Fingerprint(row.getLong("rule_labels")));
    }

    /** The values for {@link #CONDITION}, followed by others. */
    public static @Nullable Object[] values(RuleKey rule, @Nullable Object... others) {
        @Nullable Object[] values = new @Nullable Object[4 + others.length];
        values[0] = rule.group().file();
        values[1] = rule.group().group();
        values[2] = rule.alert();
        values[3] = rule.labels().value();
        System.arraycopy(others, 0, values, 4, others.length);
        return values;
    }
}
