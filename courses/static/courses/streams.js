// In Wagtail's editor: a block whose plugin is not installed is shown, cannot be added, and has no title of its own.
{
  const { FieldBlockDefinition, StreamBlockDefinition } = window.wagtailStreamField.blocks;

  window.telepath.register("courses.OpenStream", class extends StreamBlockDefinition {
    constructor(name, groups, states, meta) {
      super(name, groups, states, meta);
      const offered = groups.map(([group, blocks]) => [group, blocks.filter((block) => block.name !== "absent")]);
      this.groupedChildBlockDefs = offered.filter(([, blocks]) => blocks.length);
    }
  });

  window.telepath.register("courses.AbsentBlock", class extends FieldBlockDefinition {
    render(...place) {
      return Object.assign(super.render(...place), { getTextLabel: () => "" });
    }
  });
}
