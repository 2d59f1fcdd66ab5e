package io.tocsin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts the statements that go to a database, and can make one of them throw whatever a test wants. Safe for several threads. */
public final class WatchedDataSource extends DelegatingDataSource {

    private final List<String> statements = new ArrayList<>();
    private int untilFault = -1;
    private @Nullable Supplier<Throwable> fault;

    public WatchedDataSource(DataSource real) {
        super(real);
    }

    /** The statements since the last call, in order; those of a batch count once. */
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }

    /** Lets the statement after so many others fail, once. */
    public synchronized void failAfter(int others, Supplier<Throwable> failure) {
        untilFault = others;
        fault = failure;
    }

    /** Whether the fault is still to come. */
    public synchronized boolean isFaultPending() {
        return untilFault >= 0;
    }

    public synchronized void heal() {
        untilFault = -1;
    }

    private void before(String statement) throws Throwable {
        Supplier<Throwable> due = null;
        synchronized (this) {
            statements.add(statement);
            if (untilFault >= 0 && untilFault-- == 0) {
                due = fault;
            }
        }
        if (due != null) {
            throw due.get();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                before((String) arguments[0]);
            }
            return call(connection, method, arguments);
        });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
