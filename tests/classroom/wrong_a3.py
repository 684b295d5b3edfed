"""Wrong solutions of A3: what goes wrong, its row in the misconceptions or None, the cell, old and new code."""

U_STEP = "new_U, new_c = U - rate * U_gradient, c - rate * c_gradient"
V_STEP = "new_V, new_b = V - rate * V_gradient, b - rate * b_gradient"
BACK = """    s_delta = dense_input_delta(U, y_delta)
    h_delta = sigmoid_input_delta(s, s_delta)
    flat_delta = dense_input_delta(V, h_delta)
    maps_delta = max_pool2d_input_delta(maps, flat_delta.reshape(pooled.shape))

    U_gradient, c_gradient = dense_gradients(s, y_delta)
    V_gradient, b_gradient = dense_gradients(flat, h_delta)
    new_U, new_c = U - rate * U_gradient, c - rate * c_gradient
    new_V, new_b = V - rate * V_gradient, b - rate * b_gradient
"""
LAYER_BY_LAYER = """    U_gradient, c_gradient = dense_gradients(s, y_delta)
    U -= rate * U_gradient
    c -= rate * c_gradient
    h_delta = sigmoid_input_delta(s, dense_input_delta(U, y_delta))
    V_gradient, b_gradient = dense_gradients(flat, h_delta)
    V -= rate * V_gradient
    b -= rate * b_gradient
    flat_delta = dense_input_delta(V, h_delta)
    maps_delta = max_pool2d_input_delta(maps, flat_delta.reshape(pooled.shape))
    new_V, new_b, new_U, new_c = V, b, U, c
"""
LARGE_ONLY = "np.where(abs(x) < 500, np.exp(x) / (1 + np.exp(x)), np.nan)"

WRONG = [
    ("takes t − y by hand", 22, "by_hand", "-0.55", "0.55"),
    ("forgets the half of the error by hand", None, "by_hand", "-0.55", "-1.1"),
    ("takes the mean of the errors by hand", 7, "by_hand", "-0.55", "-0.275"),
    ("puts a sigmoid behind the output by hand", 21, "by_hand", "-0.55", "0.1719"),
    ("gives the error for its delta by hand", 21, "by_hand", "-0.55", "0.15125"),
    ("forgets the bias by hand", None, "by_hand", "1.35, -0.55", "1.45, -0.75"),
    ("takes columns forwards by hand", 25, "by_hand", "1.35", "-1.1"),
    ("transposes the gradient by hand", 25, "by_hand", "-0.28", "0.24"),
    ("gives the gradient the sigmoid's slope by hand", 21, "by_hand", "-0.28", "-0.084"),
    ("takes the mean over the outputs by hand", 7, "by_hand", "-1.6, -0.063", "-0.8, -0.0315"),
    ("takes the weights' row by hand", 25, "by_hand", "-1.6, -0.063", "0.5, 0.231"),
    ("sends the deltas through the new weights by hand", 23, "by_hand", "-1.6, -0.063", "-1.704, -0.1012"),
    ("drops a sign by hand", None, "by_hand", "-1.6", "1.6"),
    ("forgets the sigmoid's slope by hand", 24, "by_hand", "-0.063", "-0.3"),
    ("multiplies by s alone by hand", 24, "by_hand", "-0.063", "-0.21"),
    ("multiplies by 1 − s alone by hand", 24, "by_hand", "-0.063", "-0.09"),
    ("takes the slope at s by hand", 24, "by_hand", "-0.063", "-0.0665"),
    ("rounds the slope on the way by hand", 30, "by_hand", "-0.063", "-0.06"),
    ("steps along the gradient by hand", 22, "by_hand", "-2.12", "-1.88"),
    ("forgets the learning rate by hand", None, "by_hand", "-2.12", "-2.24"),
    ("steps by the transposed gradient by hand", 25, "by_hand", "-2.12", "-1.86"),
    ("leaves a number out by hand", None, "by_hand", "1.35", "..."),
    ("turns the sign of the exponent", None, "sigmoid", "-x", "x"),
    ("takes the sigmoid for its slope", 24, "sigmoid", "1 / (1 + np.exp(-x))", "np.exp(-x) / (1 + np.exp(-x)) ** 2"),
    ("forgets the brackets", None, "sigmoid", "(1 + np.exp(-x))", "1 + np.exp(-x)"),
    ("rounds on the way", 30, "sigmoid", "1 / (1 + np.exp(-x))", "np.round(1 / (1 + np.exp(-x)), 2)"),
    ("overflows to nan", None, "sigmoid", "1 / (1 + np.exp(-x))", "np.exp(x) / (1 + np.exp(x))"),
    ("refuses large numbers", None, "sigmoid", "1 / (1 + np.exp(-x))", LARGE_ONLY),
    (
        "gives the sigmoids the kind of whole numbers",
        None,
        "sigmoid",
        "y = 1 / (1 + np.exp(-x))",
        "y = np.zeros_like(x)\n    y[...] = 1 / (1 + np.exp(-x))",
    ),
    (
        "writes the sigmoid over its argument",
        None,
        "sigmoid",
        "y = 1 / (1 + np.exp(-x))",
        "x[...] = 1 / (1 + np.exp(-x))\n    y = x",
    ),
    ("flattens what it gets", 20, "sigmoid", "-x))", "-x.ravel()))"),
    ("forgets the slope", 24, "sigmoid_input_delta", " * y * (1 - y)", ""),
    ("multiplies by y alone", 24, "sigmoid_input_delta", " * (1 - y)", ""),
    ("multiplies by 1 − y alone", 24, "sigmoid_input_delta", "* y * (1 - y)", "* (1 - y)"),
    ("takes the slope at y", 24, "sigmoid_input_delta", "* y * (1 - y)", "* sigmoid(y) * (1 - sigmoid(y))"),
    ("takes the slope of another activation", 24, "sigmoid_input_delta", "* y * (1 - y)", "* (1 - y**2)"),
    ("takes the slope at the delta", 24, "sigmoid_input_delta", "y * (1 - y)", "delta * (1 - delta)"),
    ("forgets the delta", 16, "sigmoid_input_delta", "delta * y", "y"),
    ("takes the mean of the deltas", 7, "sigmoid_input_delta", "delta * y", "delta.mean() * y"),
    ("turns the sign of the slope", 22, "sigmoid_input_delta", "(1 - y)", "(y - 1)"),
    ("rounds the slope", 30, "sigmoid_input_delta", "y * (1 - y)", "np.round(y * (1 - y), 2)"),
    ("lets positive deltas through only", 26, "sigmoid_input_delta", "delta * y", "np.maximum(delta, 0) * y"),
    (
        "multiplies the delta where it stands",
        None,
        "sigmoid_input_delta",
        "    x_delta = delta * y * (1 - y)",
        "    delta *= y * (1 - y)\n    x_delta = delta",
    ),
    (
        "gives the deltas the kind of whole numbers",
        None,
        "sigmoid_input_delta",
        "    x_delta = delta * y * (1 - y)",
        "    x_delta = np.empty_like(delta)\n    x_delta[...] = delta * y * (1 - y)",
    ),
    ("does not transpose the weights forwards", 25, "dense", "weights.T", "weights"),
    ("reads the weights in another shape forwards", 25, "dense", "weights.T", "weights.reshape(x.shape[1], -1)"),
    ("forgets the bias", None, "dense", " + bias", ""),
    ("subtracts the bias", 22, "dense", "+ bias", "- bias"),
    ("gives all outputs the first bias", None, "dense", "+ bias", "+ bias[0]"),
    ("adds the bias to the inputs", None, "dense", "x @ weights.T + bias", "(x + bias.sum()) @ weights.T"),
    ("takes the mean of the products", 7, "dense", "weights.T + bias", "weights.T / len(weights.T) + bias"),
    ("uses the first example only", None, "dense", "x @", "x[:1] @"),
    ("adds up the examples", None, "dense", "x @ weights.T", "x.sum(axis=0, keepdims=True) @ weights.T"),
    ("puts a sigmoid behind the layer", 19, "dense", "x @ weights.T + bias", "sigmoid(x @ weights.T + bias)"),
    ("puts the examples into columns", None, "dense", "x @ weights.T + bias", "(x @ weights.T + bias).T"),
    ("takes the weights' rows back", 25, "dense_input_delta", "delta @ weights", "delta @ weights.T"),
    (
        "takes the rows where that is no error",
        25,
        "dense_input_delta",
        "x_delta = delta @ weights",
        "square = weights.shape[0] == weights.shape[1]\n    x_delta = delta @ (weights.T if square else weights)",
    ),
    (
        "reads the weights in another shape",
        25,
        "dense_input_delta",
        "delta @ weights",
        "delta @ weights.T.reshape(weights.shape)",
    ),
    ("takes the first output only", 25, "dense_input_delta", "delta @ weights", "delta[:, :1] * weights[0]"),
    ("takes the mean over the outputs", 7, "dense_input_delta", "delta @ weights", "delta @ weights / len(weights)"),
    ("takes the mean over the examples", 7, "dense_input_delta", "delta @ weights", "delta @ weights / len(delta)"),
    ("adds up the examples' deltas", 8, "dense_input_delta", "delta @", "delta.sum(axis=0, keepdims=True) @"),
    ("turns the delta's sign", 22, "dense_input_delta", "delta @", "-delta @"),
    ("multiplies a slope that belongs elsewhere", 19, "dense_input_delta", "delta @", "(delta * (1 - delta)) @"),
    ("transposes the weights' gradient", 25, "dense_gradients", "delta.T @ x", "x.T @ delta"),
    (
        "reads the transposed gradient in the weights' shape",
        25,
        "dense_gradients",
        "delta.T @ x",
        "(x.T @ delta).reshape(delta.shape[1], -1)",
    ),
    ("takes the mean over the batch", 7, "dense_gradients", "delta.T @ x", "delta.T @ x / len(x)"),
    (
        "takes both means over the batch",
        7,
        "dense_gradients",
        "delta.T @ x\n",
        "delta.T @ x\n    delta = delta / len(x)\n",
    ),
    ("takes the last example's gradient", 8, "dense_gradients", "delta.T @ x", "np.outer(delta[-1], x[-1])"),
    ("adds up before it multiplies", 8, "dense_gradients", "delta.T @ x", "np.outer(delta.sum(axis=0), x.sum(axis=0))"),
    ("keeps the examples' gradients apart", 8, "dense_gradients", "delta.T @ x", "delta[:, :, None] * x[:, None]"),
    ("forgets the inputs", None, "dense_gradients", "delta.T @ x", "delta.T @ np.ones_like(x)"),
    ("turns the gradient's sign", 22, "dense_gradients", "delta.T @ x", "-delta.T @ x"),
    ("takes the bias's gradient by mean", 9, "dense_gradients", ".sum(axis=0)", ".mean(axis=0)"),
    ("adds up the outputs too", 9, "dense_gradients", ".sum(axis=0)", ".sum()"),
    ("adds up the wrong axis", 9, "dense_gradients", ".sum(axis=0)", ".sum(axis=1)"),
    ("leaves the bias's gradient at 0", 9, "dense_gradients", "delta.sum(axis=0)", "0 * delta.sum(axis=0)"),
    ("leaves the bias's gradient unsummed", 9, "dense_gradients", ".sum(axis=0)", ""),
    (
        "gives the gradient the inputs' kind of numbers",
        None,
        "dense_gradients",
        "delta.T @ x",
        "np.zeros((delta.shape[1], x.shape[1]), x.dtype)\n"
        "    for row in range(len(x)):\n"
        "        weights_gradient[...] = weights_gradient + np.outer(delta[row], x[row])",
    ),
    (
        "multiplies the deltas in place",
        None,
        "dense_gradients",
        "    weights_gradient = delta.T @ x",
        "    weights_gradient = delta.T @ x\n    delta *= 0.5\n    delta *= 2 + 1e-9",
    ),
    ("takes t − y", 22, "train_step", "y - targets", "targets - y"),
    ("forgets the half of the error", None, "train_step", "y - targets", "2 * (y - targets)"),
    ("takes the mean error of the batch", 7, "train_step", "y - targets", "(y - targets) / len(y)"),
    ("sends the error back for its delta", 21, "train_step", "y - targets", "(y - targets) ** 2 / 2"),
    ("multiplies a slope behind y", 21, "train_step", "y - targets", "sigmoid_input_delta(y, y - targets)"),
    ("puts a sigmoid behind y", 19, "train_step", "y = dense(s, U, c)", "y = sigmoid(dense(s, U, c))"),
    (
        "takes t − y and steps along the gradient",
        22,
        "train_step",
        "y - targets",
        "targets - y\n    rate = -rate",
    ),
    ("steps U and c along their gradients", 22, "train_step", U_STEP, U_STEP.replace(" - ", " + ")),
    ("steps V and b along their gradients", 22, "train_step", V_STEP, V_STEP.replace(" - ", " + ")),
    (
        "changes U before the delta has passed",
        23,
        "train_step",
        "dense_input_delta(U, y_delta)",
        "dense_input_delta(U - rate * dense_gradients(s, y_delta)[0], y_delta)",
    ),
    (
        "changes V before the delta has passed",
        23,
        "train_step",
        "dense_input_delta(V, h_delta)",
        "dense_input_delta(V - rate * dense_gradients(flat, h_delta)[0], h_delta)",
    ),
    ("changes every layer before the delta has passed", 23, "train_step", BACK, LAYER_BY_LAYER),
    (
        "changes every layer before, in new arrays",
        23,
        "train_step",
        BACK,
        LAYER_BY_LAYER.replace("U -= ", "U = U - ")
        .replace("c -= ", "c = c - ")
        .replace("V -= ", "V = V - ")
        .replace("b -= ", "b = b - "),
    ),
    (
        "changes V in place after the delta has passed",
        None,
        "train_step",
        V_STEP,
        "V -= rate * V_gradient\n    new_V, new_b = V, b - rate * b_gradient",
    ),
    ("forgets the sigmoid's slope", 24, "train_step", "sigmoid_input_delta(s, s_delta)", "s_delta"),
    ("multiplies by s alone", 24, "train_step", "sigmoid_input_delta(s, s_delta)", "s * s_delta"),
    ("takes the slope at s", 24, "train_step", "sigmoid_input_delta(s,", "sigmoid_input_delta(sigmoid(s),"),
    (
        "makes the slope from h, not from s",
        24,
        "train_step",
        "sigmoid_input_delta(s,",
        "sigmoid_input_delta(dense(flat, V, b),",
    ),
    (
        "multiplies the slope at the flat numbers, where no sigmoid stood",
        19,
        "train_step",
        "dense_input_delta(V, h_delta)",
        "dense_input_delta(V, s_delta) * flat * (1 - flat)",
    ),
    (
        "gives V the delta behind the sigmoid",
        21,
        "train_step",
        "dense_gradients(flat, h_delta)",
        "dense_gradients(flat, s_delta)",
    ),
    ("gives U what went into the sigmoid", None, "train_step", "gradients(s,", "gradients(dense(flat, V, b),"),
    (
        "unflattens in another order",
        20,
        "train_step",
        "flat_delta.reshape(pooled.shape)",
        "flat_delta.reshape(pooled.shape[0], *pooled.shape[:0:-1]).swapaxes(1, 2)",
    ),
    (
        "flattens in another order",
        20,
        "train_step",
        "pooled.reshape(len(maps), -1)",
        "pooled.swapaxes(1, 2).reshape(len(maps), -1)",
    ),
    (
        "reads the maps column by column",
        20,
        "train_step",
        "pooled = max_pool2d(maps)",
        "maps = maps.swapaxes(1, 2)\n    pooled = max_pool2d(maps)",
    ),
    ("mixes the examples on the way back", 20, "train_step", "flat_delta.reshape(", "flat_delta.T.reshape("),
    ("routes 1 in place of the delta", 16, "train_step", "flat_delta.reshape(", "np.ones_like(flat_delta).reshape("),
    (
        "gives the delta to all cells of a window",
        15,
        "train_step",
        "max_pool2d_input_delta(maps, flat_delta.reshape(pooled.shape))",
        "flat_delta.reshape(pooled.shape).repeat(2, 1).repeat(2, 2)",
    ),
    (
        "returns the delta of the pooled maps",
        21,
        "train_step",
        "max_pool2d_input_delta(maps, flat_delta.reshape(pooled.shape))",
        "flat_delta.reshape(pooled.shape)",
    ),
    ("forgets the step of c", 9, "train_step", "c - rate * c_gradient", "c"),
    ("forgets the step of b", 9, "train_step", "b - rate * b_gradient", "b"),
    ("forgets the rate of V's bias", None, "train_step", "b - rate * b_gradient", "b - b_gradient"),
    ("returns the gradients for the parameters", 21, "train_step", U_STEP, "new_U, new_c = U_gradient, c_gradient"),
]
