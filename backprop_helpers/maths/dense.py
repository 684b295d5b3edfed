"""A dense layer: every output is a weighted sum of all inputs. weights[i, j] leads from input j to output i."""

from .arguments import as_common_arrays, check_axes, check_shape, hint_at_images


def dense(x, weights, bias=None):
    """Return the weighted sums of the inputs, one for each output.

    Parameters
    ----------
    x : (inputs,) or (N, inputs)
    weights : (outputs, inputs)
    bias : (outputs,), or None

    Returns
    -------
    (outputs,) or (N, outputs)

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit each other; the message names the one.

    Notes
    -----
    y[i] = bias[i] + Σ_j weights[i, j] · x[j]

    Examples
    --------
    >>> dense([1, 2, 3], [[1, 0, 0], [0, 10, 100]])
    array([  1., 320.])
    """
    x, weights, bias = as_common_arrays(x=x, weights=weights, bias=bias, optional=["bias"])
    _check(weights.shape, x=x.shape)
    y = x @ weights.T
    if bias is None:
        return y
    check_shape("bias", bias.shape, weights.shape[:1], f"weights {weights.shape} ask for")
    return y + bias


def dense_weights_gradient(x, delta):
    """Multiply, for every weight, the input that it met by the delta that it leads to; sum over the batch.

    Parameters
    ----------
    x : (inputs,) or (N, inputs), what went forward
    delta : (outputs,) or (N, outputs), ∂E/∂y

    Returns
    -------
    ∂E/∂weights, (outputs, inputs)

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit each other; the message names the one.

    Notes
    -----
    ∂E/∂weights[i, j] = Σ_n delta[n, i] · x[n, j]

    Examples
    --------
    >>> dense_weights_gradient([1, 2, 3], [10, 100])
    array([[ 10.,  20.,  30.],
           [100., 200., 300.]])
    """
    x, delta = as_common_arrays(x=x, delta=delta)
    check_axes("x", x.shape, (1, 2), "(inputs,) or (N, inputs)")
    check_axes("delta", delta.shape, (x.ndim,), "as many as x")
    check_shape("delta", delta.shape, x.shape[:-1] + delta.shape[-1:], "x asks for")
    return delta.reshape(-1, delta.shape[-1]).T @ x.reshape(-1, x.shape[-1])


def dense_bias_gradient(delta):
    """Return each output's delta, summed over the batch.

    Parameters
    ----------
    delta : (outputs,) or (N, outputs), ∂E/∂y

    Returns
    -------
    ∂E/∂bias, (outputs,)

    Raises
    ------
    ValueError, TypeError
        If delta is not such an array.

    Examples
    --------
    >>> dense_bias_gradient([[1, 2], [10, 20]])
    array([11., 22.])
    """
    (delta,) = as_common_arrays(delta=delta)
    check_axes("delta", delta.shape, (1, 2), "(outputs,) or (N, outputs)")
    return delta.reshape(-1, delta.shape[-1]).sum(axis=0)


def dense_input_delta(weights, delta):
    """Add up, for every input, the deltas of all outputs, each times the weight between them.

    Parameters
    ----------
    weights : (outputs, inputs), as they went forward
    delta : (outputs,) or (N, outputs), ∂E/∂y

    Returns
    -------
    ∂E/∂x, (inputs,) or (N, inputs)

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit each other; the message names the one.

    Notes
    -----
    ∂E/∂x[j] = Σ_i weights[i, j] · delta[i], the weights' column j, not a row: Wᵀδ.

    Examples
    --------
    >>> dense_input_delta([[1, 2, 3], [10, 20, 30]], [1, 0.1])
    array([2., 4., 6.])
    """
    weights, delta = as_common_arrays(weights=weights, delta=delta)
    _check(weights.shape, delta=delta.shape)
    return delta @ weights


def _check(weights, **flowing):
    check_axes("weights", weights, (2,), "(outputs, inputs)")
    ((name, shape),) = flowing.items()
    check_axes(name, shape, (1, 2), "one vector, or a batch of them")
    wanted = weights[1] if name == "x" else weights[0]
    if shape[-1] != wanted:
        hint = hint_at_images(shape, shape[0] / wanted) if name == "x" else ""
        reason = f"its last axis must have {wanted} entries{hint}"
        raise ValueError(f"{name} {shape} does not fit weights {weights}: {reason}")
