"""What can be set on each platform, as data: one TOML file per platform in `catalogue/`."""
