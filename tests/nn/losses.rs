//! Losses against what Optax gives for these numbers.

use nnx::Result;
use nnx::nn::losses;
use nnx::tensor::Tensor;

use crate::{assert_close, elements, floats, refusal, value_of};

fn logits() -> Tensor {
    floats(&[2, 3], &[2.0, 1.0, 0.5, 0.0, -1.0, 3.0])
}

#[test]
fn the_cross_entropy_is_by_distributions_or_by_classes() -> Result<()> {
    let labels = floats(&[2, 3], &[0.0, 1.0, 0.0, 0.25, 0.25, 0.5]);
    let found = value_of(&[logits(), labels], |i| losses::softmax_cross_entropy(&i[0], &i[1], -1))?;
    assert_close(&elements(&found), &[1.464_368_8, 1.815_884]);
    for (labels, expected) in [([1, -1], [1.464_368_8, 0.065_883_875]), ([1, 3], [1.464_368_8, f32::NAN])] {
        let labels = Tensor::from_slice(&[2], &labels)?;
        let loss = losses::softmax_cross_entropy_with_integer_labels;
        let found = value_of(&[logits(), labels.clone()], |i| loss(&i[0], &i[1], -1))?;
        assert_close(&elements(&found), &expected);
        let found = value_of(&[logits(), labels], |i| loss(&i[0].transpose(None)?, &i[1], 0))?;
        assert_close(&elements(&found), &expected);
    }
    Ok(())
}

#[test]
fn truths_are_judged_one_by_one() -> Result<()> {
    let labels = floats(&[1, 3], &[0.0, 1.0, 0.5]);
    let found = value_of(&[logits(), labels], |i| losses::sigmoid_binary_cross_entropy(&i[0], &i[1]))?;
    let expected = [2.126_928, 0.313_261_7, 0.724_077, std::f32::consts::LN_2, 1.313_261_7, 1.548_587_3];
    assert_close(&elements(&found), &expected);
    Ok(())
}

#[test]
fn squares_need_equal_shapes() -> Result<()> {
    let targets = floats(&[2, 3], &[1.0; 6]);
    let found = value_of(&[logits(), targets.clone()], |i| losses::squared_error(&i[0], &i[1]))?;
    assert_eq!(elements(&found), [1.0, 0.0, 0.25, 1.0, 4.0, 4.0]);
    let found = value_of(&[logits(), targets], |i| losses::l2_loss(&i[0], &i[1]))?;
    assert_eq!(elements(&found), [0.5, 0.0, 0.125, 0.5, 2.0, 2.0]);
    let text = refusal(&[], &[logits(), floats(&[3], &[0.0; 3])], |i| losses::squared_error(&i[0], &i[1]));
    assert_eq!(
        text,
        "squared_error: predictions are float32[2,3] and targets are float32[3]; their shapes must be equal"
    );
    Ok(())
}

#[test]
fn labels_of_the_wrong_kind_are_refused() {
    let loss = losses::softmax_cross_entropy_with_integer_labels;
    let text = refusal(&[], &[logits(), floats(&[2], &[0.0, 1.0])], |i| loss(&i[0], &i[1], -1));
    assert!(text.contains("labels are float32[2], not integers; for a distribution"), "{text}");
    let labels = Tensor::from_slice(&[3], &[0, 1, 2]).expect("three labels");
    let text = refusal(&[], &[logits(), labels.clone()], |i| loss(&i[0], &i[1], -1));
    assert!(text.contains("without their axis -1 of classes are [2], labels are int32[3]"), "{text}");
    let text = refusal(&[], &[labels.clone(), labels], |i| losses::softmax_cross_entropy(&i[0], &i[1], -1));
    assert_eq!(text, "softmax_cross_entropy: logits are int32[3]; they must be floats");
}
